import { ApiError, UnreachableError } from '../../../../shared/api/errors.ts'
import { SessionFormatError } from '../../../../shared/session/upgrade.ts'
import { strings } from '../strings.ts'

/** Why something is not shown or not done. */
export interface Trouble {
  title: string
  sentence: string
  /** No answer came: it is tried again by itself. */
  isOffline: boolean
  /** Whether trying again may help. */
  mayRetry: boolean
}

/** What an error of the API's client means to the reader. */
export function troubleOf(error: unknown): Trouble {
  const sentence = error instanceof Error ? error.message : String(error)
  if (error instanceof UnreachableError) {
    return { title: strings.offline, sentence, isOffline: true, mayRetry: true }
  }
  if (error instanceof ApiError) {
    const title =
      error.status === 404 ? strings.notFound : error.status === 403 ? strings.forbidden : strings.failed
    return { title, sentence, isOffline: false, mayRetry: error.retryable }
  }
  const isFormat = error instanceof SessionFormatError
  return {
    title: isFormat ? strings.unreadable : strings.failed,
    sentence,
    isOffline: false,
    mayRetry: !isFormat,
  }
}

/** Whether the key that was sent is not, or no longer, valid. */
export function isSignedOut(error: unknown): boolean {
  return error instanceof ApiError && error.status === 401
}
