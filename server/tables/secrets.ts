import type { Db } from '../database/open-database.ts'

/** The value under `name`, the same in every process; `make` makes it when there is none yet. */
export async function sharedSecret(db: Db, name: string, make: () => string): Promise<string> {
  await keepIfNew(db, name, make())
  const { value } = await db
    .selectFrom('secrets')
    .select('value')
    .where('name', '=', name)
    .executeTakeFirstOrThrow()
  return value
}

/** Keeps `value` under `name` unless there is one already. Of all processes exactly one is told that it was the first. */
export async function keepIfNew(db: Db, name: string, value: string): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('secrets')
    .values({ name, value })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return (numInsertedOrUpdatedRows ?? 0n) > 0n
}
