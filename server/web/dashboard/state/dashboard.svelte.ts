import type { Website } from '../../../../shared/api/schemas.ts'
import type { Account } from './access.svelte.ts'
import { Deletions, type RemovableSession } from './deletions.svelte.ts'
import { troubleOf } from './problem.ts'
import type { Route } from './route.ts'
import { parseRoute } from './route.ts'
import type { Router } from './router.svelte.ts'
import { Sessions } from './sessions.svelte.ts'

/** What is said at the edge of the screen for a while. */
export interface Notice {
  sentence: string
  tone: 'done' | 'error'
}

export interface DashboardOptions {
  account: Account
  router: Router
  /** Told every failure; see `Access.noteError`. */
  onerror: (error: unknown) => void
}

/** The dashboard of somebody who is signed in. */
export class Dashboard {
  readonly account: Account
  readonly router: Router
  readonly sessions: Sessions
  readonly deletions: Deletions
  notice = $state.raw<Notice | null>(null)
  /** Those that the key sees. */
  websites = $state.raw<readonly Website[]>([])
  /** The website that was shown last. */
  lastWebsiteId = $state<string | null>(null)
  readonly #onerror: (error: unknown) => void

  constructor({ account, router, onerror }: DashboardOptions) {
    this.account = account
    this.router = router
    this.#onerror = onerror
    this.websites = account.me.websites
    this.sessions = new Sessions({ account, onerror })
    this.deletions = new Deletions({
      deleteSession: (sessionId) => account.client.deleteSession(sessionId),
      ondeleted: (sessionId) => this.sessions.list.remove((session) => session.sessionId === sessionId),
      onrefused: (error) => this.fail(error),
    })
  }

  /** The website that the screen is of; on screens of the server the one that was shown last. */
  get websiteId(): string | null {
    const route = this.router.current
    if ('websiteId' in route) return route.websiteId
    return this.lastWebsiteId ?? this.websites[0]?.websiteId ?? null
  }

  /** Whether sessions are sent on from here: then lists say how far each has come. */
  get hasTeam(): boolean {
    const { current } = this.sessions.list
    return current.phase === 'ready' && current.items.some(({ sync }) => sync !== undefined)
  }

  /** Where the list of sessions is, as it was left. */
  sessionsRoute(websiteId: string): Route {
    const filters = websiteId === this.sessions.websiteId ? this.sessions.filters : {}
    return { screen: 'sessions', websiteId, filters }
  }

  /** Takes a session away, and leaves it when it is open. */
  remove(session: RemovableSession): void {
    const { current } = this.router
    if (current.screen === 'session' && current.sessionId === session.sessionId) {
      this.router.go(this.sessionsRoute(current.websiteId))
    }
    this.notice = null
    this.deletions.remove(session)
  }

  /** Looks which websites there are: one was added, or is called otherwise. */
  async reloadWebsites(): Promise<void> {
    this.websites = (await this.account.client.me()).websites
  }

  say(sentence: string): void {
    this.notice = { sentence, tone: 'done' }
  }

  /** Shows why something was not done. */
  fail(error: unknown): void {
    this.#onerror(error)
    this.notice = { sentence: troubleOf(error).sentence, tone: 'error' }
  }

  /** Told the failures of what a screen reads, which the screen itself shows. */
  readonly noteError = (error: unknown): void => this.#onerror(error)

  /** Goes from `/dashboard` to the first thing that there is to see. */
  leaveStart(href: string): void {
    if (parseRoute(href).screen !== 'start') return
    const [website] = this.websites
    const { may } = this.account
    if (website && may('read')) {
      this.router.go({ screen: 'sessions', websiteId: website.websiteId, filters: {} }, { replace: true })
    } else if (website) {
      const screen = may('share') ? 'shares' : 'erasure'
      this.router.go({ screen, websiteId: website.websiteId }, { replace: true })
    } else if (may('admin')) this.router.go({ screen: 'keys' }, { replace: true })
  }
}
