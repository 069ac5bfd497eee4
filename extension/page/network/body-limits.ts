import { matches } from '../../../shared/privacy/natives.ts'
import { elapsed } from './platform.ts'

/** Characters of a body that are recorded. The mask reads no more. */
export const MAX_BODY_CHARS = 64 * 1024

/** Of all bodies of a document: a page that polls large answers must not fill the session with them. */
const BUDGET_CHARS = 2 * 1024 * 1024
const REFILL_CHARS_PER_MS = 64

/** What all bodies of a document may take. */
export interface BodyBudget {
  /** Whether so many characters may still be recorded; they are counted then. */
  take(chars: number): boolean
}

/** @param now ms, of a clock that never goes back */
export function createBodyBudget(now: () => number = elapsed): BodyBudget {
  let left = BUDGET_CHARS
  let at = now()
  return {
    take(chars) {
      const time = now()
      left = Math.min(BUDGET_CHARS, left + (time - at) * REFILL_CHARS_PER_MS)
      at = time
      if (chars > left) return false
      left -= chars
      return true
    },
  }
}

/** Types whose bodies are text, as the masks know them. */
export const isTextType = (type: string): boolean =>
  matches(
    /^\s*(?:text\/|application\/(?:[\w.+-]*(?:json|xml|javascript|graphql|x-www-form-urlencoded|x-ndjson|csp-report|yaml))|multipart\/form-data)/i,
    type,
  )

/** Types of streams that have no end. */
export const isStreamType = (type: string): boolean =>
  matches(
    /^\s*(?:text\/event-stream|application\/(?:x-ndjson|jsonl|stream\+json|grpc)|multipart\/x-mixed-replace)/i,
    type,
  )
