import type { FastifyRequest } from 'fastify'
import { principalOf } from '../http/guard-routes.ts'
import { notFound, ProblemError } from '../http/problem.ts'
import type { Services } from '../services.ts'
import { findSession, type SessionRow } from '../tables/sessions.ts'
import { hasScope, maySee } from './principal.ts'

/**
 * The session that a request is about, whether its upload is complete or not.
 *
 * @throws {ProblemError} 404 when there is none, or it is another website's: no key learns of sessions that it may not see
 */
export async function visibleSession(
  { db }: Services,
  request: FastifyRequest,
  sessionId: string,
): Promise<SessionRow> {
  const session = await findSession(db, sessionId)
  if (!session || !maySee(principalOf(request), session.website_id)) throw notFound('session')
  return session
}

/** {@link visibleSession}, once it is complete. */
export async function playableSession(
  services: Services,
  request: FastifyRequest,
  sessionId: string,
): Promise<SessionRow> {
  const session = await visibleSession(services, request, sessionId)
  if (session.state !== 'complete') {
    throw new ProblemError(409, 'session-not-complete', 'This session is still being uploaded.')
  }
  return session
}

/** Who uploads sessions may delete their own, so the key's id; an administrator any, so null. */
export function deletableBy(request: FastifyRequest): string | null {
  const principal = principalOf(request)
  return hasScope(principal, 'admin') ? null : principal.keyId
}
