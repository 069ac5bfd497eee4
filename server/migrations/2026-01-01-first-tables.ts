import { sql, type Migration } from 'kysely'

/** Plain SQL: a migration must not change when the code around it does. */
const STATEMENTS = [
  `create table websites (
    website_id text primary key,
    name text not null,
    plan text not null check (plan in ('pro', 'scale', 'enterprise')),
    config jsonb not null,
    created_at timestamptz not null
  )`,

  `create table api_keys (
    key_id text primary key,
    name text not null,
    key_hash text not null,
    scopes text[] not null,
    website_ids text[],
    created_at timestamptz not null,
    revoked_at timestamptz
  )`,

  `create table connect_codes (
    code_hash text primary key,
    website_id text not null references websites on delete cascade,
    expires_at timestamptz not null,
    used_at timestamptz
  )`,

  `create table sessions (
    session_id uuid primary key,
    website_id text not null references websites,
    state text not null check (state in ('uploading', 'complete')),
    created_by text not null,
    object_prefix text not null,
    segments_digest text not null,
    metadata jsonb not null,
    visitor_id text not null,
    started_at timestamptz not null,
    duration double precision not null,
    has_errors boolean not null,
    has_frustration boolean not null,
    device_type text not null,
    browser_name text not null,
    country text,
    title text not null,
    initial_url text not null,
    error_count integer not null,
    frustration_score integer not null,
    size_bytes double precision not null,
    created_at timestamptz not null,
    touched_at timestamptz not null,
    completed_at timestamptz,
    expires_at timestamptz
  )`,
  // Lists filter and count by the other columns: the metadata, which only a page's rows need, lie elsewhere.
  `alter table sessions alter column metadata set storage external, set (toast_tuple_target = 256)`,
  // One for each way to sort a list; the id makes the order total, so that a cursor names one place in it.
  `create index sessions_recent on sessions (website_id, started_at desc, session_id desc) where state = 'complete'`,
  `create index sessions_longest on sessions (website_id, duration desc, session_id desc) where state = 'complete'`,
  `create index sessions_errors on sessions (website_id, error_count desc, session_id desc) where state = 'complete'`,
  `create index sessions_frustration on sessions (website_id, frustration_score desc, session_id desc)
    where state = 'complete'`,
  // For values that few or no sessions have, which the sorted indexes would have to be read to their end for.
  `create index sessions_country on sessions (website_id, country) where state = 'complete'`,
  `create index sessions_browser on sessions (website_id, lower(browser_name)) where state = 'complete'`,
  // Search in the middle of words, where the database can: the embedded one has few rows to read instead.
  `do $$
  begin
    create extension if not exists pg_trgm;
    create index sessions_title on sessions using gin (title gin_trgm_ops);
    create index sessions_initial_url on sessions using gin (initial_url gin_trgm_ops);
  exception when others then
    raise notice 'lists are searched without an index: %', sqlerrm;
  end $$`,
  `create index sessions_visitor on sessions (website_id, visitor_id)`,
  `create index sessions_expiry on sessions (expires_at) where state = 'complete'`,
  `create index sessions_unfinished on sessions (touched_at) where state = 'uploading'`,

  `create table segments (
    session_id uuid not null references sessions on delete cascade,
    tab integer not null,
    segment_index integer not null,
    descriptor jsonb not null,
    inflated_bytes double precision,
    first_at double precision,
    last_at double precision,
    primary key (session_id, tab, segment_index)
  )`,

  `create table session_errors (
    session_id uuid not null references sessions on delete cascade,
    tab integer not null,
    segment_index integer not null,
    ordinal integer not null,
    website_id text not null,
    fingerprint text not null,
    name text not null,
    message text not null,
    source text,
    happened_at timestamptz not null,
    primary key (session_id, tab, segment_index, ordinal)
  )`,
  `create index session_errors_group on session_errors (website_id, fingerprint, happened_at desc)`,

  `create table shares (
    share_id uuid primary key,
    session_id uuid not null references sessions on delete cascade,
    token_hash text not null unique,
    password_hash text,
    start_at_ms double precision,
    created_by text not null,
    created_at timestamptz not null,
    expires_at timestamptz,
    revoked_at timestamptz
  )`,
  `create index shares_of_session on shares (session_id, created_at)`,

  `create table audit_log (
    entry_id uuid primary key,
    at timestamptz not null,
    website_id text,
    session_id uuid,
    share_id uuid,
    key_id text,
    action text not null
  )`,
  `create index audit_log_of_website on audit_log (website_id, entry_id desc)`,
  `create index audit_log_of_share on audit_log (share_id) where share_id is not null`,

  `create table erasures (
    object_prefix text primary key,
    requested_at timestamptz not null,
    final_after timestamptz not null
  )`,
  `create index erasures_due on erasures (final_after)`,

  // Counters of the last minutes: not worth a write-ahead log.
  `create unlogged table rate_limits (
    bucket text primary key,
    window_started_at timestamptz not null,
    hits integer not null
  )`,

  `create table secrets (name text primary key, value text not null)`,
]

export const firstTables: Migration = {
  async up(db) {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
  },
}
