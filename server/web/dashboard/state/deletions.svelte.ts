import type { ListedSession } from '../../../../shared/api/schemas.ts'
import { NO_IDS, withId, withoutId } from './id-set.ts'

/** How long a deletion can be undone, ms: the server itself cannot bring back what it erased. */
export const UNDO_MS = 8000

/** What is said of a session that was deleted. */
export type RemovableSession = Pick<ListedSession, 'sessionId' | 'title' | 'initialUrl'>

export interface DeletionsOptions {
  deleteSession: (sessionId: string) => Promise<void>
  /** The server has deleted it. */
  ondeleted: (sessionId: string) => void
  /** It was refused: the session is there still. */
  onrefused: (error: unknown) => void
}

/**
 * Sessions that are gone from the screen, and from the server once nobody can undo it any more: after a while, with the
 * next deletion, or when the page is left.
 */
export class Deletions {
  /** The one that can be undone. */
  undoable = $state.raw<RemovableSession | null>(null)
  /** Not shown any more, whether the server has deleted them yet or not. */
  hidden = $state.raw(NO_IDS)
  readonly #options: DeletionsOptions
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(options: DeletionsOptions) {
    this.#options = options
  }

  remove(session: RemovableSession): void {
    this.flush()
    this.hidden = withId(this.hidden, session.sessionId)
    this.undoable = session
    this.#timer = setTimeout(() => this.flush(), UNDO_MS)
  }

  /** The session that is there again; null when it was too late. */
  undo(): RemovableSession | null {
    const session = this.undoable
    clearTimeout(this.#timer)
    this.undoable = null
    if (session) this.#show(session.sessionId)
    return session
  }

  /** Deletes at once what could be undone until now. */
  flush(): void {
    const session = this.undoable
    clearTimeout(this.#timer)
    this.undoable = null
    if (session) void this.#delete(session.sessionId)
  }

  async #delete(sessionId: string): Promise<void> {
    try {
      await this.#options.deleteSession(sessionId)
      this.#options.ondeleted(sessionId)
    } catch (error) {
      this.#options.onrefused(error)
    }
    // By now the list does not have it any more, or has it still.
    this.#show(sessionId)
  }

  #show(sessionId: string): void {
    this.hidden = withoutId(this.hidden, sessionId)
  }
}
