import { Counter, Gauge, type Registry } from 'prom-client'
import type { Services } from '../services.ts'
import { teamErasureSummary } from '../tables/team-erasures.ts'
import { outboxSummary } from '../tables/team-outbox.ts'

/** What is on its way to the team's server, for Prometheus; nothing on a server that has no team. */
export function measureSync(registry: Registry, { config, db, sync }: Services): void {
  if (!config.team) return
  const registers = [registry]
  const oldest = new Gauge({
    name: 'qa_replay_sync_oldest_queued_seconds',
    help: 'How long the session waits that was queued first; 0 when none does',
    registers,
  })
  new Gauge({
    name: 'qa_replay_sync_sessions',
    help: "Sessions by how far they have come on their way to the team's server",
    labelNames: ['state'],
    registers,
    async collect() {
      const { queued, synced, failed, oldestQueuedAt } = await outboxSummary(db)
      for (const [state, count] of Object.entries({ queued, synced, failed })) this.set({ state }, count)
      oldest.set(oldestQueuedAt === null ? 0 : (Date.now() - oldestQueuedAt.getTime()) / 1000)
    },
  })
  new Gauge({
    name: 'qa_replay_sync_erasures',
    help: "Deletions that the team's server has still to carry out, or refused",
    labelNames: ['state'],
    registers,
    async collect() {
      for (const [state, count] of Object.entries(await teamErasureSummary(db))) this.set({ state }, count)
    },
  })
  new Gauge({
    name: 'qa_replay_sync_stopped',
    help: '1 when this process sends nothing any more, because its key is not accepted',
    registers,
    collect() {
      this.set(sync.stopped === null ? 0 : 1)
    },
  })
  new Counter({
    name: 'qa_replay_sync_attempts_total',
    help: 'Attempts of this process, by how they ended',
    labelNames: ['outcome'],
    registers,
    collect() {
      this.reset()
      for (const [outcome, count] of Object.entries(sync.attempts)) this.inc({ outcome }, count)
    },
  })
  new Counter({
    name: 'qa_replay_sync_sent_bytes_total',
    help: "Bytes of segments that this process has sent to the team's server",
    registers,
    collect() {
      this.reset()
      this.inc(sync.sentBytes)
    },
  })
}
