/**
 * What a key may do on its websites: `ingest` uploads sessions and deletes its own, `read` lists and plays, `share`
 * makes and revokes links, `admin` does everything, on keys and websites too.
 */
export const SCOPES = ['ingest', 'read', 'share', 'admin'] as const
export type Scope = (typeof SCOPES)[number]
