/** Why something was not done; `code` is that of the problem. */
export interface Refusal {
  code: string
  sentence: string
}

/** Something in the session looks private, and nothing was decided about it: it is not written to a file. */
export class ReviewNeeded extends Error {
  override name = 'ReviewNeeded'
  readonly problem = { code: 'review-needed' }
  constructor() {
    super('Something in this session looks private. Review it before you save it.')
  }
}

/** What was thrown, for the person in front of it. */
export function toRefusal(error: unknown): Refusal {
  const { problem } = error as { problem?: { code: string } }
  return { code: problem?.code ?? 'unexpected', sentence: sentenceOf(error) }
}

/** What was not done to some of several sessions. @param total how many they were */
export function bulkSentence(refusals: readonly Refusal[], total: number): string {
  const sentences = [...new Set(refusals.map(({ sentence }) => sentence))]
  return `${refusals.length} of ${total} were left out. ${sentences.slice(0, 3).join(' ')}`
}

export const sentenceOf = (error: unknown) => (error instanceof Error ? error.message : String(error))
