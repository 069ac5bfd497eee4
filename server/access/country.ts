import type { FastifyRequest } from 'fastify'

/**
 * Where a request came from, as a trusted proxy says (ISO 3166-1 alpha-2); null without such a proxy, or when it does not
 * know. `request.ips` has more than one entry only when the peer is a trusted proxy that forwarded somebody.
 */
export function countryOf(request: FastifyRequest, header: string): string | null {
  if ((request.ips?.length ?? 0) < 2) return null
  const value = request.headers[header]
  // Cloudflare says XX for "unknown", and T1 for Tor.
  return typeof value === 'string' && /^[A-Z]{2}$/.test(value) && value !== 'XX' ? value : null
}
