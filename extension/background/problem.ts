import type { Problem, ProblemCode } from '../../shared/protocol/requests.ts'

/** Something that cannot be done, with a sentence for the person in front of it: what happened, and what to do. */
export class BackgroundProblem extends Error {
  override name = 'BackgroundProblem'
  constructor(
    readonly code: ProblemCode,
    sentence: string,
  ) {
    super(sentence)
  }
}

/** Any error, in the form that crosses to the popup and the panel. */
export function toProblem(error: unknown): Problem {
  if (error instanceof BackgroundProblem) return { code: error.code, sentence: error.message }
  if (isStorageFull(error)) return { code: 'storage-full', sentence: STORAGE_FULL_SENTENCE }
  const detail = error instanceof Error ? error.message : String(error)
  return { code: 'unexpected', sentence: `Something went wrong in QA Replay: ${detail}` }
}

export const STORAGE_FULL_SENTENCE =
  'There is no room left to record. Everything up to then is kept. Delete sessions in the DevTools panel, or free disk space.'

export function isStorageFull(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'QuotaExceededError'
}
