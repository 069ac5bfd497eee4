import { asCustomEvent, type SessionEvent } from '../session/events.ts'
import { MASKING_RULES, type MaskedRule, type MaskingRule } from '../session/review.ts'
import { createDocumentCounter, type DocumentCounter } from './documents.ts'

/** Adds up what the recorders of a session's documents say that they masked. */
export interface MaskedTally {
  /** Every event of a tab, in order. */
  add(event: SessionEvent, tab: number): void
  /** In the order of {@link MASKING_RULES}. */
  rules(): MaskedRule[]
}

/** Asterisks and blanks only, and no more than a row of the list takes: it is shown as it is. */
const EXAMPLE = /^[*\s]{1,40}$/

export function createMaskedTally(): MaskedTally {
  const documents = new Map<number, DocumentCounter>()
  /** The counts of a document only grow: its last ones count. */
  const last = new Map<string, MaskedRule[]>()
  return {
    add(event, tab) {
      let counter = documents.get(tab)
      if (!counter) documents.set(tab, (counter = createDocumentCounter()))
      const document = counter.of(event)
      const custom = asCustomEvent(event)
      if (custom?.data.tag !== 'qa.privacy') return
      last.set(`${tab}.${document}`, readRules(custom.data.payload.masked))
    },
    rules() {
      const sums = new Map<MaskingRule, MaskedRule>()
      for (const { rule, count, example } of Array.from(last.values()).flat()) {
        const known = sums.get(rule)
        sums.set(rule, { rule, count: (known?.count ?? 0) + count, example: known?.example || example })
      }
      return MASKING_RULES.map((rule) => sums.get(rule)).filter((rule) => rule !== undefined)
    },
  }
}

/** It comes from the page's world, and may be anything. */
function readRules(value: unknown): MaskedRule[] {
  if (!Array.isArray(value)) return []
  return value.flatMap((item: unknown) => {
    const { rule, count, example } = (item ?? {}) as Record<string, unknown>
    const known = MASKING_RULES.find((name) => name === rule)
    if (!known || typeof count !== 'number' || !Number.isInteger(count) || count < 1) return []
    return [
      { rule: known, count, example: typeof example === 'string' && EXAMPLE.test(example) ? example : '' },
    ]
  })
}
