import { API_SCOPES, type ApiScope } from '../../shared/api/admin-schemas.ts'

/**
 * What a key may do on its websites: `ingest` uploads sessions and deletes its own, `read` lists and plays, `share`
 * makes and revokes links, `admin` does everything, on keys and websites too.
 */
export const SCOPES = API_SCOPES
export type Scope = ApiScope
