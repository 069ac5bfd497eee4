import { sql, type Selectable } from 'kysely'
import { DEFAULT_WEBSITE_CONFIG, type WebsiteConfig } from '../../shared/api/website-config.ts'
import type { Plan } from '../access/plans.ts'
import type { Db } from '../database/open-database.ts'
import type { WebsitesTable } from '../database/schema.ts'

export type WebsiteRow = Selectable<WebsitesTable>

export interface NewWebsite {
  websiteId: string
  name: string
  plan: Plan
  createdAt: Date
}

/** Whether it was added: one that is there already stays as it is. */
export async function insertWebsite(
  db: Db,
  { websiteId, name, plan, createdAt }: NewWebsite,
): Promise<boolean> {
  const config = JSON.stringify(DEFAULT_WEBSITE_CONFIG)
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('websites')
    .values({ website_id: websiteId, name, plan, config, created_at: createdAt })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return (numInsertedOrUpdatedRows ?? 0n) > 0n
}

export async function findWebsite(db: Db, websiteId: string): Promise<WebsiteRow | undefined> {
  return db.selectFrom('websites').selectAll().where('website_id', '=', websiteId).executeTakeFirst()
}

/** @param websiteIds null for all */
export async function listWebsites(db: Db, websiteIds: readonly string[] | null): Promise<WebsiteRow[]> {
  let query = db.selectFrom('websites').selectAll().orderBy('name').orderBy('website_id')
  if (websiteIds !== null) query = query.where('website_id', 'in', [...websiteIds, ''])
  return query.execute()
}

export async function updateWebsite(
  db: Db,
  websiteId: string,
  change: { name: string } | { config: WebsiteConfig },
): Promise<void> {
  await db
    .updateTable('websites')
    .set('name' in change ? change : { config: JSON.stringify(change.config) })
    .where('website_id', '=', websiteId)
    .execute()
}

/** Changes the plan, and when each of the website's sessions expires. */
export async function setPlan(
  db: Db,
  websiteId: string,
  { plan, days }: { plan: Plan; days: number },
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await trx.updateTable('websites').set({ plan }).where('website_id', '=', websiteId).execute()
    await trx
      .updateTable('sessions')
      .set({ expires_at: sql<Date>`completed_at + make_interval(hours => ${days * 24})` })
      .where('website_id', '=', websiteId)
      .where('state', '=', 'complete')
      .execute()
  })
}
