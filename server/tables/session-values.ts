import { sql } from 'kysely'
import type { SessionValues } from '../../shared/api/schemas.ts'
import type { Db } from '../database/open-database.ts'

/** More browsers or countries than this nobody looks through in a list to choose from. */
const MAX_VALUES = 250

/**
 * What complete sessions of a website can be narrowed to. Goes from one value to the next in an index, so that the time is
 * that of the values and not of the sessions.
 */
export async function sessionValues(db: Db, websiteId: string): Promise<SessionValues> {
  const [browsers, countries] = await Promise.all([
    sql<{ name: string }>`
      with recursive found (value) as (
        (select lower(browser_name) from sessions
          where website_id = ${websiteId} and state = 'complete' order by lower(browser_name) limit 1)
        union all
        select (select lower(browser_name) from sessions
          where website_id = ${websiteId} and state = 'complete' and lower(browser_name) > found.value
          order by lower(browser_name) limit 1)
        from found where found.value is not null
      )
      select (select browser_name from sessions where website_id = ${websiteId} and state = 'complete'
        and lower(browser_name) = found.value limit 1) as name
      from found where found.value is not null and found.value <> '' limit ${MAX_VALUES}`.execute(db),
    sql<{ country: string }>`
      with recursive found (value) as (
        (select country from sessions
          where website_id = ${websiteId} and state = 'complete' and country is not null order by country limit 1)
        union all
        select (select country from sessions
          where website_id = ${websiteId} and state = 'complete' and country > found.value order by country limit 1)
        from found where found.value is not null
      )
      select value as country from found where value is not null limit ${MAX_VALUES}`.execute(db),
  ])
  return {
    browsers: browsers.rows.map(({ name }) => name),
    countries: countries.rows.map(({ country }) => country),
  }
}
