import browser from 'webextension-polyfill'
import { ProblemError, request, watchChanges } from '../../shared/protocol/client.ts'
import type { SiteSettings } from '../../shared/protocol/site-settings.ts'
import { parseConnectLink, type ConnectLink } from '../../shared/protocol/connect-link.ts'
import { openSiteEditor, type SiteEditorState } from '../site-editor/editor.svelte.ts'
import type { Level } from './levels.ts'
import { openPrivacy } from './privacy.svelte.ts'
import type { ServerStatus, SessionSummary, TabStatus } from '../../shared/protocol/requests.ts'

/** What the popup shows: one screen at a time. */
export type Screen =
  | { name: 'loading' }
  | { name: 'status'; status: Exclude<TabStatus, { phase: 'idle' }> }
  | { name: 'idle'; status: IdleStatus }
  | { name: 'denied'; status: IdleStatus; level: Level }
  | { name: 'stopped'; session: SessionSummary }
  | { name: 'deleted'; session: SessionSummary }
  /** The tab shows a server's connect page. */
  | { name: 'connect-page'; link: ConnectLink }
  | { name: 'connect'; session: SessionSummary }
  /** The rules of the tab's site are being written. */
  | { name: 'privacy'; editor: SiteEditorState; recording: boolean }

/** Screens that stay until a button is pressed. */
const HELD: ReadonlySet<Screen['name']> = new Set(['connect', 'connect-page', 'privacy', 'deleted'])

export type IdleStatus = TabStatus & { phase: 'idle' }

/**
 * The state of the popup, for the tab that it was opened on, or, opened as a page, for `?tabId=`.
 */
export function openPopupState(params: URLSearchParams) {
  const fixedTabId = Number(params.get('tabId') ?? NaN)
  let tabId = $state(fixedTabId)
  let screen = $state<Screen>({ name: 'loading' })
  let server = $state<ServerStatus>({ connected: false })
  let problem = $state<string | null>(null)
  let busy = $state(false)
  /** The session whose link goes to the clipboard by itself as soon as there is one: the one that was shared here. */
  let copyLinkOf = $state<string | null>(null)
  const privacy = openPrivacy(() => tabId)
  /** While a session is looked through before it is shared: the part that was, 0 to 1. */
  let checking = $state<number | null>(null)
  /** The ended recording was seen, and another one is wanted. */
  let endedDismissed = false
  /** Counts what was asked for; an answer to an earlier question is not shown. */
  let asked = 0
  /** Something has changed that is not on the screen yet. */
  let stale = false
  let following = false

  async function refresh(): Promise<void> {
    const question = ++asked
    const nextServer = await request('server.status', {})
    const link = await connectLinkOfTab()
    const [status] = await Promise.all([request('tab.status', { tabId }), privacy.load()])
    if (question !== asked) {
      stale = true
      return
    }
    server = nextServer
    if (link && !(server.connected && server.url === link.url)) screen = { name: 'connect-page', link }
    else show(status)
  }

  function show(status: TabStatus): void {
    if (status.phase !== 'idle') screen = { name: 'status', status }
    else if (status.declined) screen = { name: 'denied', status, level: status.declined }
    else if (status.ended && !endedDismissed) screen = { name: 'stopped', session: status.ended }
    else screen = { name: 'idle', status }
  }

  async function connectLinkOfTab(): Promise<ConnectLink | null> {
    const tab = await browser.tabs.get(tabId).catch(() => undefined)
    return tab?.url ? parseConnectLink(tab.url) : null
  }

  /** Runs what a button does: one thing at a time, and says what went wrong. */
  async function act(run: () => Promise<void>): Promise<void> {
    if (busy) return
    busy = true
    problem = null
    asked++
    try {
      await run()
    } catch (error) {
      problem = sentenceOf(error)
    } finally {
      busy = false
      void follow()
    }
  }

  /** Shows what has changed, one refresh after the other; not over what a person is at, nor while a button works. */
  async function follow(): Promise<void> {
    if (following) return
    following = true
    while (stale && !busy) {
      stale = false
      if (!HELD.has(screen.name)) await refresh().catch(() => undefined)
    }
    following = false
  }

  /** Firefox closes the popup when it asks: then the background goes on, by what it was told before. */
  async function askForAccess(status: IdleStatus, level: Level): Promise<boolean> {
    if (status.access === 'granted') return true
    void request('recording.ask', { tabId, level, pattern: status.pattern })
    return browser.permissions.request({ origins: [status.pattern] })
  }

  async function start(level: Level, access: 'site' | 'page'): Promise<void> {
    endedDismissed = false
    show(await request('recording.start', { tabId, level, access }))
  }

  async function shareSession({ metadata: { sessionId } }: SessionSummary): Promise<void> {
    copyLinkOf = sessionId
    checking = 0
    try {
      screen = { name: 'stopped', session: await request('session.share', { sessionId }) }
    } catch (error) {
      if (!isReviewNeeded(error)) throw error
      // The session itself says now how much there is to review.
      const session = await request('session.get', { sessionId })
      if (session) screen = { name: 'stopped', session }
    } finally {
      checking = null
    }
  }

  async function begin(): Promise<void> {
    if (Number.isNaN(tabId)) {
      const [active] = await browser.tabs.query({ active: true, currentWindow: true })
      tabId = active?.id ?? NaN
    }
    await refresh()
  }

  void act(begin)
  watchChanges((notice) => {
    if (notice.topic === 'review') {
      if (checking !== null && notice.sessionId === copyLinkOf) checking = notice.part
      return
    }
    stale = true
    void follow()
  })

  return {
    get screen() {
      return screen
    },
    get server() {
      return server
    },
    get problem() {
      return problem
    },
    get busy() {
      return busy
    },
    get checking() {
      return checking
    },
    get copyLinkOf() {
      return copyLinkOf
    },
    privacy,
    linkCopied: () => (copyLinkOf = null),
    /** Whether this is the toolbar's popup, which closes by itself, or a page. */
    isPage: !Number.isNaN(fixedTabId),

    /** Asks for access to the site once, in the click, where browsers allow the question. */
    record: (status: IdleStatus, level: Level) =>
      act(async () => {
        if (await askForAccess(status, level)) await start(level, 'site')
        else screen = { name: 'denied', status, level }
      }),
    recordPageOnly: (level: Level) => act(() => start(level, 'page')),
    stop: (sessionId: string) =>
      act(async () => {
        screen = { name: 'stopped', session: await request('recording.stop', { sessionId }) }
      }),
    /** Not one of the buttons' actions: leaving the title by a click on one of them must not get in its way. */
    rename: async (sessionId: string, title: string): Promise<void> => {
      try {
        await request('session.rename', { sessionId, title })
      } catch (error) {
        problem = sentenceOf(error)
      }
    },
    share: (session: SessionSummary) =>
      act(async () => {
        if (!server.connected) {
          screen = { name: 'connect', session }
          return
        }
        await shareSession(session)
      }),
    remove: (session: SessionSummary) =>
      act(async () => {
        await request('session.delete', { sessionId: session.metadata.sessionId })
        screen = { name: 'deleted', session }
      }),
    undoRemove: (session: SessionSummary) =>
      act(async () => {
        screen = {
          name: 'stopped',
          session: await request('session.undelete', { sessionId: session.metadata.sessionId }),
        }
      }),
    recordAgain: () =>
      act(async () => {
        endedDismissed = true
        await refresh()
      }),
    connectByLink: (link: ConnectLink) =>
      act(async () => {
        server = await request('server.connect', link)
        show(await request('tab.status', { tabId }))
      }),
    /** Connects, and goes on to share what was about to be shared. */
    connectAndShare: (body: { url: string; key: string } | ConnectLink, session: SessionSummary) =>
      act(async () => {
        server = await request('server.connect', body)
        await shareSession(session)
      }),
    openPrivacy: () =>
      act(async () => {
        await privacy.load()
        if (!privacy.site) throw new Error('The browser hides the address of this tab from QA Replay.')
        const recording = screen.name === 'status' && screen.status.phase === 'recording'
        screen = { name: 'privacy', editor: openSiteEditor(privacy.site), recording }
      }),
    closePrivacy: () =>
      act(async () => {
        await privacy.preview(null)
        await refresh()
      }),
    toggleHighlight: () =>
      act(() => privacy.toggle(screen.name === 'privacy' ? $state.snapshot(screen.editor.settings) : null)),
    /** Not one of the buttons' actions: it follows what is being written. */
    previewHighlight: async (settings: SiteSettings | null): Promise<void> => {
      try {
        await privacy.preview(settings)
      } catch (error) {
        problem = sentenceOf(error)
      }
    },
    backToStopped: (session: SessionSummary) => (screen = { name: 'stopped', session }),
    openPanel: (sessionId: string) => act(() => openPanel(sessionId)),
    openReview: (sessionId: string) => act(() => openPanel(sessionId, '&review=1')),
    openOptions: () => act(() => browser.runtime.openOptionsPage()),
  }
}

export type PopupState = ReturnType<typeof openPopupState>

async function openPanel(sessionId: string, more = ''): Promise<void> {
  await browser.tabs.create({
    url: browser.runtime.getURL(`devtools-panel/panel.html?session=${sessionId}${more}`),
  })
}

const isReviewNeeded = (error: unknown) =>
  error instanceof ProblemError && error.problem.code === 'review-needed'

const sentenceOf = (error: unknown) => (error instanceof Error ? error.message : String(error))
