import { ApiError, UnreachableError } from '../../shared/api/errors.ts'
import { SessionFormatError } from '../../shared/session/upgrade.ts'
import { ObjectDamagedError, ObjectNotFoundError } from '../storage/object-store.ts'

/** What an attempt that did not succeed means. */
export type Verdict =
  /** Nothing can be sent with this key. */
  | { kind: 'stop'; problem: string }
  /** This session cannot be sent, however often. */
  | { kind: 'fail'; problem: string }
  /** `everything`: others would fare the same now. `theirWish`: the team's server said how long to wait. */
  | { kind: 'later'; problem: string; waitMs: number; everything: boolean; theirWish: boolean }

const FIRST_WAIT_MS = 1_000
const LONGEST_WAIT_MS = 5 * 60_000

/**
 * Decides on a failed attempt.
 *
 * @param failures attempts of the same session before this one that ended without success
 * @param random from 0 to 1: spreads what several processes do at the same moment
 */
export function judgeFailure(
  error: unknown,
  { failures, random }: { failures: number; random: number },
): Verdict {
  const backoffMs = Math.min(FIRST_WAIT_MS * 2 ** failures, LONGEST_WAIT_MS) * (0.75 + random / 2)
  if (error instanceof UnreachableError) {
    return { kind: 'later', problem: error.message, waitMs: backoffMs, everything: true, theirWish: false }
  }
  if (error instanceof ApiError) return judgeRefusal(error, backoffMs)
  if (error instanceof ObjectNotFoundError || error instanceof ObjectDamagedError) {
    return {
      kind: 'fail',
      problem: 'A part of this session is missing, or damaged, in the store of this server.',
    }
  }
  if (error instanceof SessionFormatError) return { kind: 'fail', problem: error.message }
  const problem = 'This server could not read the session from its store or database. Its log says more.'
  return { kind: 'later', problem, waitMs: backoffMs, everything: false, theirWish: false }
}

function judgeRefusal(error: ApiError, backoffMs: number): Verdict {
  const { status, code, retryable, retryAfterMs } = error
  if (status === 401) {
    const problem =
      "The team's server does not accept TEAM_API_KEY. Set a key that is valid there, and restart this server."
    return { kind: 'stop', problem }
  }
  if (status === 403 && code === 'forbidden') {
    const problem = `TEAM_API_KEY may not upload: it needs the scope "ingest". Set another key, and restart this server.`
    return { kind: 'stop', problem }
  }
  if (code === 'website-not-found') {
    const problem =
      "The team's server has no such website for TEAM_API_KEY. Add it there, or name another in TEAM_WEBSITE_ID; then try again."
    return { kind: 'fail', problem }
  }
  // Answers without a code are a store's or a proxy's on the way: what is wrong there passes, or is put right.
  if (retryable || code.startsWith('http-')) {
    const everything = status === 429 || status === 503
    return {
      kind: 'later',
      problem: error.message,
      waitMs: Math.max(backoffMs, retryAfterMs ?? 0),
      everything,
      theirWish: retryAfterMs !== null,
    }
  }
  return { kind: 'fail', problem: error.message }
}
