import type { FastifyRequest } from 'fastify'
import { principalOf } from '../http/guard-routes.ts'
import { notFound } from '../http/problem.ts'
import type { Services } from '../services.ts'
import { findWebsite, type WebsiteRow } from '../tables/websites.ts'
import { maySee } from './principal.ts'

/**
 * The website that a request is about.
 *
 * @throws {ProblemError} 404 when there is none, or the key is not of it
 */
export async function visibleWebsite(
  { db }: Services,
  request: FastifyRequest,
  websiteId: string,
): Promise<WebsiteRow> {
  const website = maySee(principalOf(request), websiteId) ? await findWebsite(db, websiteId) : undefined
  if (!website) throw notFound('website')
  return website
}
