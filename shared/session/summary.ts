import type { SessionMetadata } from './metadata.ts'
import type { ReviewSummary } from './review.ts'

/** A session, as lists and the popup show it. */
export interface SessionSummary {
  metadata: SessionMetadata
  state: 'recording' | 'stopped'
  sizeBytes: number
  /** It is not deleted to make room. */
  pinned: boolean
  tags: string[]
  upload: UploadState
  review: ReviewSummary
}

/** Where a session stands on its way to the server. */
export type UploadState =
  | { phase: 'local' }
  | { phase: 'queued'; sentBytes: number; totalBytes: number; waiting: string | null }
  | { phase: 'uploading'; sentBytes: number; totalBytes: number }
  | { phase: 'uploaded'; serverUrl: string; shareUrl: string | null }
  /** Not tried again by itself: `sentence` says what happened and what to do. */
  | { phase: 'failed'; code: string; sentence: string }

/** Whether a session is on its way, or waits for it. */
export function isSending({ phase }: UploadState): boolean {
  return phase === 'queued' || phase === 'uploading'
}
