import type { FastifyReply, FastifyRequest } from 'fastify'

/**
 * Marks an answer with its version. True when the client has that version already: answer 304 then. The client may keep
 * the answer, and asks each time, so that what was revoked or deleted is gone at once.
 */
export function isUnchanged(request: FastifyRequest, reply: FastifyReply, version: string): boolean {
  const etag = `"${version}"`
  void reply.header('etag', etag).header('cache-control', 'private, no-cache')
  const known = request.headers['if-none-match']
  return known !== undefined && known.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag)
}
