import type { Db } from '../database/open-database.ts'
import { findApiKey } from '../tables/api-keys.ts'
import { keyIdOf } from './api-key.ts'
import type { Principal } from './principal.ts'
import { SCOPES } from './scopes.ts'
import { equalSecrets, hashSecret } from './secrets.ts'

/** Whose key it is; null when it is nobody's. */
export type Authenticate = (key: string) => Promise<Principal | null>

/** @param adminKey the configured one, which is valid as long as it is configured */
export function makeAuthenticate(db: Db, adminKey: string | null): Authenticate {
  const adminHash = adminKey === null ? null : hashSecret(adminKey)
  return async (key) => {
    const hash = hashSecret(key)
    if (adminHash !== null && equalSecrets(hash, adminHash)) return CONFIGURED_ADMIN
    const keyId = keyIdOf(key)
    const found = keyId === null ? undefined : await findApiKey(db, keyId)
    if (!found || found.revoked_at !== null || !equalSecrets(hash, found.key_hash)) return null
    return { keyId: found.key_id, name: found.name, scopes: found.scopes, websiteIds: found.website_ids }
  }
}

const CONFIGURED_ADMIN: Principal = {
  keyId: 'configured-admin',
  name: 'ADMIN_KEY',
  scopes: SCOPES,
  websiteIds: null,
}
