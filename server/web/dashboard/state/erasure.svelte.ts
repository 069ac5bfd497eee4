import type { ErasurePlan } from '../../../../shared/api/admin-schemas.ts'
import type { Account } from './access.svelte.ts'
import { troubleOf, type Trouble } from './problem.ts'

export type ErasurePhase =
  | { phase: 'idle' }
  | { phase: 'looking' }
  /** What would be deleted. `visitorId` null: everything of the website. */
  | { phase: 'planned'; visitorId: string | null; plan: ErasurePlan }
  | { phase: 'erasing'; plan: ErasurePlan; erased: number }
  | { phase: 'done'; erased: number }
  | { phase: 'trouble'; trouble: Trouble }

/** An erasure: first what it would delete, then, when that is what somebody wants, the deletion. */
export class Erasure {
  current = $state.raw<ErasurePhase>({ phase: 'idle' })
  readonly #websiteId: string
  readonly #account: Pick<Account, 'admin' | 'client'>
  readonly #onerror: (error: unknown) => void
  #isStopped = false

  constructor(
    websiteId: string,
    account: Pick<Account, 'admin' | 'client'>,
    onerror: (error: unknown) => void,
  ) {
    this.#websiteId = websiteId
    this.#account = account
    this.#onerror = onerror
  }

  /** Finds out what would be deleted. @param visitorId null: everything of the website */
  async look(visitorId: string | null): Promise<void> {
    this.current = { phase: 'looking' }
    try {
      const query = visitorId === null ? {} : { visitorId }
      const plan = await this.#account.admin.erasurePlan(this.#websiteId, query)
      this.current = { phase: 'planned', visitorId, plan }
    } catch (error) {
      this.#fail(error)
    }
  }

  /** Deletes what was planned. */
  async erase(): Promise<void> {
    if (this.current.phase !== 'planned') return
    const { visitorId, plan } = this.current
    this.#isStopped = false
    const isStopped = () => this.#isStopped
    let erased = 0
    this.current = { phase: 'erasing', plan, erased }
    try {
      if (visitorId !== null) {
        erased = (await this.#account.client.deleteVisitor(this.#websiteId, visitorId)).sessions
      } else {
        for (let isDone = false; !isDone && !isStopped();) {
          const part = await this.#account.admin.eraseSessions(this.#websiteId)
          erased += part.sessions
          isDone = part.isDone
          this.current = { phase: 'erasing', plan, erased }
        }
      }
      this.current = { phase: 'done', erased }
    } catch (error) {
      this.#fail(error)
    }
  }

  /** Ends a deletion after the part that is under way. */
  stop(): void {
    this.#isStopped = true
  }

  /** Does nothing of what was planned. */
  forget(): void {
    if (this.current.phase === 'planned') this.current = { phase: 'idle' }
  }

  #fail(error: unknown): void {
    this.#onerror(error)
    this.current = { phase: 'trouble', trouble: troubleOf(error) }
  }
}
