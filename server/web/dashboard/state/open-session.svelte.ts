import type { SessionSource } from '../../../../shared/session/source.ts'
import { remoteSource } from '../../remote-source.ts'
import type { Account } from './access.svelte.ts'
import { troubleOf, type Trouble } from './problem.ts'

export type OpenPhase =
  { phase: 'loading' } | { phase: 'trouble'; trouble: Trouble } | { phase: 'ready'; source: SessionSource }

/** The session that is watched. */
export class OpenSession {
  current = $state.raw<OpenPhase>({ phase: 'loading' })
  readonly sessionId: string
  readonly #client: Account['client']
  readonly #onerror: (error: unknown) => void

  constructor(sessionId: string, { client }: Account, onerror: (error: unknown) => void) {
    this.sessionId = sessionId
    this.#client = client
    this.#onerror = onerror
  }

  async load(): Promise<void> {
    this.current = { phase: 'loading' }
    try {
      const manifest = await this.#client.manifest(this.sessionId)
      const source = remoteSource(manifest, (tab, index) => this.#client.segment(this.sessionId, tab, index))
      this.current = { phase: 'ready', source }
    } catch (error) {
      this.#onerror(error)
      this.current = { phase: 'trouble', trouble: troubleOf(error) }
    }
  }
}
