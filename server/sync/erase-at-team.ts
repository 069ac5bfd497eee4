import type { ApiClient } from '../../shared/api/client.ts'
import { ApiError } from '../../shared/api/errors.ts'
import type { Services } from '../services.ts'
import { changeTeamErasure, endTeamErasure, type TeamErasureRow } from '../tables/team-erasures.ts'
import { judgeFailure, type Verdict } from './judge-failure.ts'

/**
 * Deletes at the team's server what was erased here. There being nothing to delete is fine.
 *
 * @returns what a failure means for everything else; null when there is none, or when it is of this session alone
 */
export async function eraseAtTeam(
  { db }: Services,
  { row, client, signal }: { row: TeamErasureRow; client: ApiClient; signal: AbortSignal },
): Promise<Verdict | null> {
  try {
    await client.deleteSession(row.session_id, signal)
  } catch (error) {
    signal.throwIfAborted()
    const isGone = error instanceof ApiError && error.code === 'session-not-found'
    if (!isGone) return handleFailure(db, row, error)
  }
  await endTeamErasure(db, row)
  return null
}

async function handleFailure(
  db: Services['db'],
  row: TeamErasureRow,
  error: unknown,
): Promise<Verdict | null> {
  const isForbidden = error instanceof ApiError && error.code === 'forbidden'
  const verdict: Verdict = isForbidden
    ? { kind: 'fail', problem: error.message }
    : judgeFailure(error, { failures: row.failures, random: Math.random() })
  switch (verdict.kind) {
    case 'fail':
      await changeTeamErasure(db, row, { state: 'failed', problem: verdict.problem })
      return verdict
    case 'stop':
      await changeTeamErasure(db, row, { not_before: new Date(), problem: verdict.problem })
      return verdict
    case 'later':
      await changeTeamErasure(db, row, {
        not_before: new Date(Date.now() + verdict.waitMs),
        failures: row.failures + 1,
        problem: verdict.problem,
      })
      return verdict
  }
}
