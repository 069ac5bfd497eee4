import type { ApiClient } from '../../shared/api/client.ts'
import { ApiError, UnreachableError } from '../../shared/api/errors.ts'
import { SessionFormatError } from '../../shared/session/upgrade.ts'
import type { SessionSource } from '../../shared/session/source.ts'
import { remoteSource } from './remote-source.ts'
import { strings } from './strings.ts'

/** What the page shows, one at a time. */
export type SharePhase =
  | { phase: 'loading' }
  /** `refusal` says why the last try was not accepted. */
  | { phase: 'password'; refusal: string | null; busy: boolean }
  | { phase: 'problem'; title: string; sentence: string; mayRetry: boolean }
  | { phase: 'ready'; source: SessionSource; startAtMs: number | null }

export interface ShareOptions {
  client: Pick<ApiClient, 'sharedManifest' | 'sharedSegment' | 'unlockShare'>
  token: string
  /** Where the address says to begin; null leaves it to the link. */
  startAtMs: number | null
}

/** Opens a share link. */
export class ShareState {
  current = $state.raw<SharePhase>({ phase: 'loading' })
  readonly #options: ShareOptions

  constructor(options: ShareOptions) {
    this.#options = options
  }

  async open(): Promise<void> {
    this.current = { phase: 'loading' }
    const { client, token, startAtMs } = this.#options
    try {
      const manifest = await client.sharedManifest(token)
      const source = remoteSource(manifest, (tab, index) => client.sharedSegment(token, tab, index))
      this.current = { phase: 'ready', source, startAtMs: startAtMs ?? manifest.startAtMs }
    } catch (error) {
      this.current = phaseOf(error)
    }
  }

  async unlock(password: string): Promise<void> {
    this.current = { phase: 'password', refusal: null, busy: true }
    try {
      await this.#options.client.unlockShare(this.#options.token, password)
      await this.open()
    } catch (error) {
      this.current = { phase: 'password', refusal: sentenceOf(error), busy: false }
    }
  }
}

function phaseOf(error: unknown): SharePhase {
  if (error instanceof ApiError && error.code === 'password-required') {
    return { phase: 'password', refusal: null, busy: false }
  }
  const sentence = sentenceOf(error)
  if (error instanceof UnreachableError) return problem(strings.unreachable, sentence, true)
  if (error instanceof SessionFormatError) return problem(strings.unreadable, sentence, false)
  if (error instanceof ApiError) {
    if (error.code === 'share-ended') return problem(strings.ended, sentence, false)
    if (error.status === 404 || error.status === 400)
      return problem(strings.unknown, strings.unknownHint, false)
    return problem(strings.failed, sentence, error.retryable)
  }
  return problem(strings.failed, sentence, true)
}

const problem = (title: string, sentence: string, mayRetry: boolean): SharePhase => ({
  phase: 'problem',
  title,
  sentence,
  mayRetry,
})

const sentenceOf = (error: unknown) => (error instanceof Error ? error.message : String(error))
