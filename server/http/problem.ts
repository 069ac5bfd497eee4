import { STATUS_CODES } from 'node:http'
import type { ApiProblem } from '../../shared/api/schemas.ts'

/**
 * An answer that is not success. The client may see all of it: `code` is stable, for programs; the message is a sentence
 * for people.
 */
export class ProblemError extends Error {
  override name = 'ProblemError'
  /** Fastify and its plugins look here. */
  readonly statusCode: number

  constructor(
    status: number,
    readonly code: string,
    detail: string,
    options?: ErrorOptions,
  ) {
    super(detail, options)
    this.statusCode = status
  }
}

/** The body of an answer with problem `code`: RFC 9457. */
export function problemBody(status: number, code: string, detail: string): ApiProblem {
  return { type: 'about:blank', title: STATUS_CODES[status] ?? 'Error', status, code, detail }
}

export function notFound(what: 'session' | 'website' | 'share' | 'key' | 'segment'): ProblemError {
  return new ProblemError(404, `${what}-not-found`, `There is no such ${what}, or this key may not see it.`)
}
