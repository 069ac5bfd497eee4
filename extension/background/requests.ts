import browser, { type Runtime } from 'webextension-polyfill'
import type { Reply, RequestMap, RequestName, TabStatus } from '../../shared/protocol/requests.ts'
import type { SessionSummary } from '../../shared/session/summary.ts'
import { summarize } from '../../shared/store/reader.ts'
import type { SessionRow } from '../../shared/store/schema.ts'
import { updateSession } from '../../shared/store/writer.ts'
import { pageAccess } from './access.ts'
import { askedRecording, forgetAsked, rememberAsked } from './asked.ts'
import { announce } from './changes.ts'
import { answerHello, isAutomatic, pauseVisits, takeConsent } from './automatic.ts'
import { pinSession, tagSession } from './annotate.ts'
import { markDeleted, UNDO_MS, unmarkDeleted } from './deletion.ts'
import { endedIn, forgetEnded } from './ended.ts'
import { eraseSite, listStored } from './erasure.ts'
import { hideHighlight, highlightState, showHighlight } from './highlight.ts'
import { beginImport, completeImport, importSegment } from './import.ts'
import { BackgroundProblem, toProblem } from './problem.ts'
import { armOpenTabs } from './open-tabs.ts'
import { followTab, rearmSites, recordingOf, startRecording, stopRecording } from './recording.ts'
import { deleteStaleCopy, redactSession } from './redaction.ts'
import { acknowledge, openReview } from './review.ts'
import { connectServer, disconnectServer, serverStatus } from './server.ts'
import { store } from './store.ts'
import { listSites, readSite, resetSite, saveSite } from './sites.ts'
import { queueShare } from './upload.ts'

type Handlers = {
  [Name in RequestName]: (
    body: RequestMap[Name]['body'],
    sender: Runtime.MessageSender,
  ) => Promise<RequestMap[Name]['reply']>
}

/** What the background answers to: the whole of the protocol, checked by the compiler. */
const HANDLERS: Handlers = {
  'tab.status': ({ tabId }) => tabStatus(tabId),
  async 'recording.ask'(asked) {
    await rememberAsked(asked)
    return null
  },
  async 'recording.start'({ tabId, level, access }) {
    await forgetAsked()
    await startRecording(tabId, { level, access })
    return tabStatus(tabId)
  },
  async 'recording.stop'({ sessionId }) {
    const row = await (await store()).get('sessions', sessionId)
    if (row) await pauseVisits(row)
    return summaryOf(await stopRecording(sessionId))
  },
  async 'session.get'({ sessionId }) {
    const row = await (await store()).get('sessions', sessionId)
    return row && row.deletedAt === null ? summarize(row) : null
  },
  async 'session.rename'({ sessionId, title }) {
    const row = await updateSession(await store(), sessionId, (current) => ({
      ...current,
      titled: true,
      metadata: { ...current.metadata, title: title.trim().slice(0, MAX_TITLE_LENGTH) },
    }))
    announce({ topic: 'sessions', sessionId })
    return summaryOf(row)
  },
  'session.pin': async ({ sessionId, pinned }) => summaryOf(await pinSession(sessionId, pinned)),
  'session.tag': async ({ sessionId, tags }) => summaryOf(await tagSession(sessionId, tags)),
  'import.begin': ({ metadata }) => beginImport(metadata),
  async 'import.segment'(body) {
    await importSegment(body)
    return null
  },
  'import.complete': async ({ sessionId }) => summaryOf(await completeImport(sessionId)),
  'session.share': async ({ sessionId }) => summaryOf(await queueShare(sessionId)),
  'review.open': ({ sessionId }) => openReview(sessionId),
  'review.acknowledge': ({ sessionId, ids, fine }) => acknowledge(sessionId, ids, fine),
  'review.redact': async ({ sessionId, redactions }) => summaryOf(await redactSession(sessionId, redactions)),
  'review.delete-copy': async ({ sessionId }) => summaryOf(await deleteStaleCopy(sessionId)),
  async 'session.delete'({ sessionId }) {
    await markDeleted(sessionId)
    return { undoMs: UNDO_MS }
  },
  'session.undelete': async ({ sessionId }) => summaryOf(await unmarkDeleted(sessionId)),
  'server.status': () => serverStatus(),
  'server.connect': (body) => connectServer(body),
  'server.disconnect': () => disconnectServer(),
  'site.get': ({ origin }) => readSite(origin),
  async 'site.save'({ origin, settings }) {
    const reply = await saveSite(origin, settings)
    await rearmSites()
    // Not waited for: a page that hangs answers when it likes.
    armOpenTabs([origin]).catch(reportFailure)
    return reply
  },
  'site.list': () => listSites(),
  async 'site.reset'({ origin }) {
    const reply = await resetSite(origin)
    await rearmSites()
    return reply
  },
  'site.stored': () => listStored(),
  'site.erase': (body) => eraseSite(body),
  'highlight.show': ({ tabId, settings, level }) => showHighlight(tabId, settings, level),
  'highlight.hide': ({ tabId }) => hideHighlight(tabId),
  'highlight.state': ({ tabId }) => highlightState(tabId),
  async 'relay.hello'({ opened }, { tab, url }) {
    if (tab?.id === undefined) return { record: null, consent: null }
    if (opened && tab.openerTabId !== undefined) await followTab(tab.id, tab.openerTabId)
    return answerHello(tab.id, originOf(url))
  },
  async 'relay.consent'(body, { tab, url }) {
    if (tab?.id === undefined) return { record: null, consent: null }
    return takeConsent({ tabId: tab.id, origin: originOf(url) }, body)
  },
}

function reportFailure(error: unknown): void {
  console.error('QA Replay could not arm the open pages of a site', error)
}

const MAX_TITLE_LENGTH = 1000
/** What a content script may ask; everything else is for the extension's own pages. */
const OPEN_TO_PAGES: ReadonlySet<RequestName> = new Set(['relay.hello', 'relay.consent'])

/**
 * Answers a message, or undefined when it is no request.
 *
 * @param ready what has to be done before any request is answered
 */
export async function answerRequest(
  message: unknown,
  sender: Runtime.MessageSender,
  ready: Promise<void>,
): Promise<unknown> {
  const { name, body } = (message ?? {}) as { name?: unknown; body?: unknown }
  if (typeof name !== 'string' || !Object.hasOwn(HANDLERS, name)) return undefined
  const requestName = name as RequestName
  try {
    if (!OPEN_TO_PAGES.has(requestName) && !isOwnPage(sender))
      throw new BackgroundProblem('bad-request', 'Not for web pages.')
    await ready
    const handle = HANDLERS[requestName] as (body: unknown, sender: Runtime.MessageSender) => Promise<unknown>
    return { ok: true, value: await handle(body, sender) }
  } catch (error) {
    const reply: Reply<RequestName> = { ok: false, problem: toProblem(error) }
    return reply
  }
}

function isOwnPage({ url }: Runtime.MessageSender): boolean {
  return url !== undefined && url.startsWith(browser.runtime.getURL(''))
}

async function tabStatus(tabId: number): Promise<TabStatus> {
  const [tab, row] = await Promise.all([browser.tabs.get(tabId).catch(() => undefined), recordingOf(tabId)])
  const page = await pageAccess(tab)
  if (row)
    return recordingStatus(
      row,
      page.recordable && (row.access === 'page' || page.granted) ? null : PAUSED_SENTENCE,
    )
  const ended = await endedSummary(tabId)
  if (!page.recordable) return { phase: 'unrecordable', reason: page.reason, sentence: page.sentence }
  const { origin, pattern, granted } = page
  const asked = await askedRecording()
  const declined = !granted && asked?.tabId === tabId && asked.pattern === pattern ? asked.level : null
  return { phase: 'idle', origin, pattern, access: granted ? 'granted' : 'ask', declined, ended }
}

const PAUSED_SENTENCE =
  'This page is not recorded: QA Replay has no access to it. Recording goes on when you are back on the site.'

function recordingStatus(row: SessionRow, paused: string | null): TabStatus {
  const { sessionId, metadata, access } = row
  const { startedAt, maskingLevel, errorCount, pageViews, initialUrl } = metadata
  const origin = originOf(initialUrl)
  return {
    phase: 'recording',
    sessionId,
    origin,
    startedAt,
    level: maskingLevel,
    access,
    errorCount,
    pageViews,
    automatic: isAutomatic(row),
    paused,
  }
}

const originOf = (url: string | undefined) =>
  url !== undefined && URL.canParse(url) ? new URL(url).origin : ''

async function endedSummary(tabId: number): Promise<SessionSummary | null> {
  const sessionId = await endedIn(tabId)
  if (!sessionId) return null
  const row = await (await store()).get('sessions', sessionId)
  if (!row || row.deletedAt !== null) {
    await forgetEnded(tabId)
    return null
  }
  return summarize(row)
}

function summaryOf(row: SessionRow | undefined): SessionSummary {
  if (!row)
    throw new BackgroundProblem('not-found', 'This session is no longer here. It may have been deleted.')
  return summarize(row)
}
