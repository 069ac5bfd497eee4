import type { Services } from '../services.ts'
import { insertConnectCode } from '../tables/connect-codes.ts'
import { hashSecret, randomToken } from './secrets.ts'

const VALID_MS = 15 * 60_000

export interface MadeConnectCode {
  code: string
  /** The code is in the fragment, which browsers do not send. */
  url: string
  /** ISO 8601. */
  expiresAt: string
}

/** A code that can be traded once, within 15 minutes, for a key of a website. Only its hash is kept. */
export async function makeConnectCode(
  { db, publicUrl }: Pick<Services, 'db' | 'publicUrl'>,
  websiteId: string,
): Promise<MadeConnectCode> {
  const code = randomToken(128)
  const now = new Date()
  const expiresAt = new Date(now.getTime() + VALID_MS)
  await insertConnectCode(db, { codeHash: hashSecret(code), websiteId, expiresAt }, now)
  return { code, url: `${publicUrl()}/connect#${code}`, expiresAt: expiresAt.toISOString() }
}
