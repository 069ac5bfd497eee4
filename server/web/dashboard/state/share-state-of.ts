import type { ShareSummary } from '../../../../shared/api/schemas.ts'

/** Whether a link opens something. @param now ms since the epoch */
export function shareStateOf(
  { revokedAt, expiresAt }: Pick<ShareSummary, 'revokedAt' | 'expiresAt'>,
  now: number,
): 'open' | 'revoked' | 'expired' {
  if (revokedAt !== null) return 'revoked'
  return expiresAt !== null && Date.parse(expiresAt) <= now ? 'expired' : 'open'
}
