import { sql } from 'kysely'
import type { Db } from '../../server/database/open-database.ts'

const BATCH_ROWS = 50_000
/** Half a year, as the longest plan keeps. */
const SPAN = '180 days'

/**
 * Fills the list of a website with complete sessions, made by the database itself: a fifth with errors, a tenth with
 * frustration, five of each visitor, a few values that most sessions have and some that few have.
 */
export async function makeRows(db: Db, websiteId: string, rows: number): Promise<void> {
  await sql`select setseed(0.5)`.execute(db)
  for (let from = 0; from < rows; from += BATCH_ROWS) {
    const to = Math.min(rows, from + BATCH_ROWS)
    await sql`
      insert into sessions (session_id, website_id, state, created_by, object_prefix, segments_digest, metadata,
        visitor_id, started_at, duration, has_errors, has_frustration, device_type, browser_name, country, title,
        initial_url, error_count, frustration_score, size_bytes, created_at, touched_at, completed_at, expires_at)
      select id, ${websiteId}, 'complete', 'bench', 'sessions/' || ${websiteId} || '/' || id || '/', 'x',
        jsonb_build_object('sessionId', id, 'visitorId', visitor, 'startedAt', at, 'duration', duration, 'pageViews', 3,
          'hasErrors', errors > 0, 'hasFrustration', score > 0, 'viewport', '{"width":1280,"height":720}'::jsonb,
          'device', jsonb_build_object('type', device, 'model', null), 'browser',
          jsonb_build_object('name', browser, 'version', '140.0'), 'country', country, 'initialUrl', url, 'title', title,
          'errorCount', errors, 'frustrationScore', score, 'maskingLevel', 'standard', 'formatVersion', 1,
          'os', '{"name":"Linux","version":"6"}'::jsonb,
          'trigger', '{"mode":"manual","reason":"The tester pressed Record"}'::jsonb,
          'tabs', jsonb_build_array(jsonb_build_object('tab', 0, 'openedBy', null, 'title', title, 'url', url))),
        visitor, at, duration, errors > 0, score > 0, device, browser, country, title, url, errors, score, 600000, at, at,
        at, at + interval '180 days'
      from (
        select (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '7' ||
            substr(md5(random()::text || n), 1, 3) || 'a' || substr(md5(random()::text), 1, 15))::uuid as id,
          at, exp(random() * 7) * 2000 as duration, 'visitor-' || (n % greatest(1, ${rows} / 5)) as visitor,
          case when random() < 0.2 then 1 + (random() * random() * 20)::int else 0 end as errors,
          case when random() < 0.1 then 2 + (random() * random() * 90)::int else 0 end as score,
          case when random() < 0.7 then 'desktop' when random() < 0.8 then 'mobile' else 'tablet' end as device,
          (array['Chrome', 'Chrome', 'Chrome', 'Chrome', 'Chrome', 'Chrome', 'Safari', 'Safari', 'Edge', 'Firefox'])
            [1 + (random() * 9.99)::int % 10] as browser,
          (array['US', 'US', 'US', 'US', 'GB', 'GB', 'DE', 'DE', 'FR', 'IN', 'BR', 'JP', 'NL', 'SE', 'IS', null])
            [1 + (random() * random() * 15.99)::int] as country,
          (array['Checkout', 'Cart', 'Product', 'Search', 'Account', 'Sign in', 'Help', 'Order'])[1 + n % 8] ||
            ' - ' || substr(md5((n % 5000)::text), 1, 8) as title,
          'https://shop.example/' || (array['checkout', 'cart', 'p', 'search', 'me', 'login', 'help', 'order'])[1 + n % 8]
            || '/' || (n % 5000) as url
        from (
          select n, now() - random() * ${sql.lit(SPAN)}::interval as at
          from generate_series(${from}::int, ${to}::int - 1) as n
        ) as moments
      ) as made`.execute(db)
  }
  await sql`vacuum analyze sessions`.execute(db)
}
