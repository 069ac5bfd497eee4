import type { Services } from '../services.ts'
import { insertApiKey } from '../tables/api-keys.ts'
import { keepIfNew } from '../tables/secrets.ts'
import { insertWebsite } from '../tables/websites.ts'
import { makeApiKey } from './api-key.ts'

export const DEFAULT_WEBSITE_ID = 'default'

/**
 * What a new installation begins with: a website and, unless one is configured, an admin key. Of several processes that
 * start at once one makes them.
 */
export async function setUpFirstStart({ db, config }: Services): Promise<{ newAdminKey: string | null }> {
  const now = new Date()
  await insertWebsite(db, {
    websiteId: DEFAULT_WEBSITE_ID,
    name: 'Default',
    plan: 'enterprise',
    createdAt: now,
  })
  if (config.adminKey !== null) return { newAdminKey: null }
  const { keyId, key, keyHash } = makeApiKey()
  if (!(await keepIfNew(db, 'first-admin-key', keyId))) return { newAdminKey: null }
  await insertApiKey(db, {
    key_id: keyId,
    name: 'Admin',
    key_hash: keyHash,
    scopes: ['admin'],
    website_ids: null,
    created_at: now,
  })
  return { newAdminKey: key }
}
