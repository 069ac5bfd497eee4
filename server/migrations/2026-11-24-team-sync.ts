import { sql, type Migration } from 'kysely'

const STATEMENTS = [
  // What is to be at the team's server. It goes with its session, so that what was erased here is not sent any more.
  `create table team_outbox (
    session_id uuid primary key references sessions on delete cascade,
    state text not null check (state in ('queued', 'synced', 'failed')),
    queued_at timestamptz not null,
    not_before timestamptz not null,
    failures integer not null default 0,
    team_url text,
    claim_id uuid,
    claimed_until timestamptz,
    sent_bytes double precision not null default 0,
    problem text,
    synced_at timestamptz
  )`,
  `create index team_outbox_due on team_outbox (not_before) where state = 'queued'`,
  `create index team_outbox_state on team_outbox (state)`,

  // What was erased here and may be at the team's server still.
  `create table team_erasures (
    session_id uuid not null,
    team_url text not null,
    state text not null check (state in ('queued', 'failed')),
    requested_at timestamptz not null,
    not_before timestamptz not null,
    failures integer not null default 0,
    problem text,
    primary key (session_id, team_url)
  )`,
  `create index team_erasures_due on team_erasures (not_before) where state = 'queued'`,
]

export const teamSync: Migration = {
  async up(db) {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
  },
}
