import type { Services } from '../services.ts'
import { insertConnectCode } from '../tables/connect-codes.ts'
import type { Scope } from './scopes.ts'
import { hashSecret, randomToken } from './secrets.ts'

const VALID_MS = 15 * 60_000

export interface MadeConnectCode {
  code: string
  /** The code is in the fragment, which browsers do not send. */
  url: string
  /** ISO 8601. */
  expiresAt: string
}

/** A code that can be traded once, within 15 minutes, for a tester's key of a website. Only its hash is kept. */
export async function makeConnectCode(
  services: Pick<Services, 'db' | 'publicUrl'>,
  websiteId: string,
): Promise<MadeConnectCode> {
  const { code, expiresAt } = await insertCode(services, { websiteId, scopes: null })
  return { code, url: `${services.publicUrl()}/connect#${code}`, expiresAt: expiresAt.toISOString() }
}

/**
 * An address of the dashboard that signs in once, within 15 minutes, with everything that may be done: for who started the
 * server, and reads what it prints.
 */
export async function makeDashboardLink(
  services: Pick<Services, 'db' | 'publicUrl'>,
  websiteId: string,
): Promise<string> {
  const { code } = await insertCode(services, { websiteId, scopes: ['admin'] })
  return `${services.publicUrl()}/dashboard#${code}`
}

async function insertCode(
  { db }: Pick<Services, 'db'>,
  { websiteId, scopes }: { websiteId: string; scopes: Scope[] | null },
): Promise<{ code: string; expiresAt: Date }> {
  const code = randomToken(128)
  const now = new Date()
  const expiresAt = new Date(now.getTime() + VALID_MS)
  await insertConnectCode(db, { codeHash: hashSecret(code), websiteId, expiresAt, scopes }, now)
  return { code, expiresAt }
}
