import { v7 as uuidv7 } from 'uuid'
import type { Db } from '../database/open-database.ts'

/** What is worth knowing afterwards: who looked, who gave away, who deleted. No addresses, no names of people. */
export const AUDIT_ACTIONS = [
  'session.completed',
  'session.viewed',
  'session.deleted',
  'session.expired',
  'session.chosen-for-team',
  'session.synced',
  'visitor.erased',
  'website.erased',
  'share.created',
  'share.viewed',
  'share.revoked',
  'key.created',
  'key.revoked',
  'website.created',
  'website.changed',
] as const
export type AuditAction = (typeof AUDIT_ACTIONS)[number]

export interface AuditEntry {
  action: AuditAction
  websiteId?: string
  sessionId?: string
  shareId?: string
  /** Null for the reader of a share, and for the server itself. */
  keyId: string | null
}

export async function addAuditEntry(db: Db, entry: AuditEntry, at = new Date()): Promise<void> {
  await db
    .insertInto('audit_log')
    .values({
      entry_id: uuidv7(),
      at,
      website_id: entry.websiteId ?? null,
      session_id: entry.sessionId ?? null,
      share_id: entry.shareId ?? null,
      key_id: entry.keyId,
      action: entry.action,
    })
    .execute()
}

/** Newest first. @param before the `entryId` to go on from */
export async function listAuditEntries(
  db: Db,
  { websiteId, before, limit }: { websiteId: string; before?: string | undefined; limit: number },
) {
  let query = db
    .selectFrom('audit_log')
    .selectAll()
    .where('website_id', '=', websiteId)
    .orderBy('entry_id', 'desc')
    .limit(limit)
  if (before !== undefined) query = query.where('entry_id', '<', before)
  return query.execute()
}

/** When a share was opened, the latest first. @param before the `entry_id` to go on from */
export async function viewsOfShare(
  db: Db,
  { shareId, before, limit }: { shareId: string; before?: string | undefined; limit: number },
) {
  let query = db
    .selectFrom('audit_log')
    .select(['entry_id', 'at'])
    .where('share_id', '=', shareId)
    .where('action', '=', 'share.viewed')
    .orderBy('entry_id', 'desc')
    .limit(limit)
  if (before !== undefined) query = query.where('entry_id', '<', before)
  return query.execute()
}
