import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ProblemError } from '../../shared/protocol/client.ts'
import type { ChangeNotice, RequestMap, RequestName } from '../../shared/protocol/requests.ts'
import type { SessionMetadata } from '../../shared/session/metadata.ts'
import type { SessionSource } from '../../shared/session/source.ts'
import type { SessionSummary } from '../../shared/session/summary.ts'
import { formatWhen } from './format-when.ts'
import { localItem } from './list-item.ts'
import { PanelState, type PanelOptions } from './panel.svelte.ts'
import { Problems } from './problems.svelte.ts'

vi.mock('webextension-polyfill', () => ({ default: {} }))
beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

const summary = (
  sessionId: string,
  more: Partial<SessionMetadata> = {},
  state: SessionSummary['state'] = 'stopped',
) =>
  ({
    metadata: {
      sessionId,
      title: sessionId,
      initialUrl: 'https://shop.example/cart',
      browser: { name: 'Chrome', version: '1' },
      os: { name: 'Linux', version: '' },
      startedAt: '2026-03-04T10:00:00.000Z',
      duration: 1000,
      ...more,
    },
    state,
    sizeBytes: 1,
    upload: { phase: 'local' },
    pinned: false,
    tags: [],
    review: { open: null, redactedAt: null, staleCopy: null },
  }) as SessionSummary

/** A panel over sessions that the test can change. */
function makePanel(sessions: SessionSummary[]) {
  const store = { sessions }
  let notify: (notice: ChangeNotice) => void = () => {}
  const request = vi.fn(async (name: RequestName): Promise<unknown> =>
    name === 'session.delete' ? { undoMs: 5000 } : store.sessions[0],
  )
  const source = (sessionId: string) =>
    ({
      metadata: store.sessions.find(({ metadata }) => metadata.sessionId === sessionId)?.metadata,
    }) as SessionSource
  const openSession = vi.fn(async (sessionId: string) => source(sessionId))
  const openReader = vi.fn(async () => ({
    listSessions: async () => store.sessions,
    getSession: async () => null,
    openSession,
    readBlob: async () => null,
    serverAccess: async () => null,
    close: () => {},
  }))
  const saveFile = vi.fn<PanelOptions['saveFile']>()
  const panel = new PanelState({
    openReader,
    request: request as unknown as PanelOptions['request'],
    watchChanges: (onChange) => {
      notify = onChange
      return () => {}
    },
    problems: new Problems(),
    storage: { getItem: () => null, setItem: () => {} },
    saveFile,
  })
  return {
    panel,
    store,
    request,
    openSession,
    openReader,
    saveFile,
    notify: (notice: ChangeNotice) => notify(notice),
  }
}

test('lists the sessions, and again when something changed', async () => {
  const { panel, store, notify } = makePanel([summary('a')])
  await panel.start(new URLSearchParams())
  expect(panel.list.shown.map(({ id }) => id)).toEqual(['a'])
  store.sessions = [summary('b'), summary('a')]
  notify({ topic: 'tabs' })
  notify({ topic: 'sessions', sessionId: 'b' })
  await vi.waitFor(() => expect(panel.sessions).toHaveLength(2))
})

test('opens the session of the address, at its moment', async () => {
  const { panel } = makePanel([summary('a')])
  await panel.start(new URLSearchParams('session=a&t=1500'))
  expect(panel.opened).toMatchObject({ phase: 'ready', sessionId: 'a', startAtMs: 1500 })
  expect(panel.selected?.metadata.sessionId).toBe('a')
})

test('says why a session cannot be opened', async () => {
  const { panel, openSession } = makePanel([summary('a')])
  await panel.start(new URLSearchParams())
  openSession.mockRejectedValueOnce(new Error('This session was recorded by a newer QA Replay.'))
  await panel.open('a')
  expect(panel.opened).toMatchObject({
    phase: 'problem',
    sentence: 'This session was recorded by a newer QA Replay.',
  })
})

test('the session that was chosen last is the one that opens, whichever is read first', async () => {
  const { panel, openSession } = makePanel([summary('a'), summary('b')])
  await panel.start(new URLSearchParams())
  let finish: (source: SessionSource) => void = () => {}
  openSession.mockReturnValueOnce(new Promise((resolve) => (finish = resolve)))
  const first = panel.open('a')
  await panel.open('b')
  finish({} as SessionSource)
  await first
  expect(panel.opened).toMatchObject({ phase: 'ready', sessionId: 'b' })
})

test('knows that a session went on after it was opened', async () => {
  const { panel, store } = makePanel([summary('a', {}, 'recording')])
  await panel.start(new URLSearchParams('session=a'))
  expect(panel.grew).toBe(false)
  store.sessions = [summary('a', { duration: 9000 }, 'recording')]
  await panel.refresh()
  expect(panel.grew).toBe(true)
})

test('a deleted session can be brought back for a while, and is opened again then', async () => {
  const { panel, store, request } = makePanel([summary('a')])
  await panel.start(new URLSearchParams('session=a'))
  const [session] = store.sessions
  await panel.remove([localItem(session!)])
  expect(panel.opened.phase).toBe('none')
  expect(panel.deleted.map(({ id }) => id)).toEqual(['a'])
  await panel.undoRemove()
  expect(request).toHaveBeenLastCalledWith('session.undelete', { sessionId: 'a' })
  expect(panel.deleted).toEqual([])
  expect(panel.opened).toMatchObject({ phase: 'ready', sessionId: 'a' })
  await panel.remove([localItem(session!)])
  vi.advanceTimersByTime(5000)
  expect(panel.deleted).toEqual([])
})

test('a refusal of the background is shown, and goes with the next action', async () => {
  const { panel, request } = makePanel([summary('a')])
  await panel.start(new URLSearchParams('session=a'))
  request.mockRejectedValueOnce(
    new ProblemError({ code: 'not-connected', sentence: 'Connect a server first.' }),
  )
  await panel.share('a')
  expect(panel.refusal).toEqual({ code: 'not-connected', sentence: 'Connect a server first.' })
  await panel.rename('a', 'New')
  expect(request).toHaveBeenLastCalledWith('session.rename', {
    sessionId: 'a',
    title: 'New',
  } satisfies RequestMap['session.rename']['body'])
  expect(panel.refusal).toBeNull()
})

test('a store that cannot be read is a problem of the panel, and is opened anew the next time', async () => {
  const { panel, openReader } = makePanel([summary('a')])
  openReader.mockRejectedValueOnce(new Error('blocked'))
  await panel.refresh()
  expect(panel.problems.current?.message).toBe('blocked')
  expect(panel.problems.current?.details).toContain(navigator.userAgent)
  await panel.refresh()
  expect(panel.sessions).toHaveLength(1)
})

test('several are deleted at once, and come back at once; what is refused is told', async () => {
  const { panel, store, request } = makePanel([summary('a'), summary('b'), summary('c')])
  await panel.start(new URLSearchParams())
  panel.list.selectAll()
  request.mockRejectedValueOnce(new ProblemError({ code: 'bad-request', sentence: 'Stop it first.' }))
  await panel.remove(panel.list.chosen)
  expect(panel.deleted.map(({ id }) => id)).toEqual(['b', 'a'])
  expect(panel.refusal?.sentence).toBe('1 of 3 were left out. Stop it first.')
  expect(panel.list.chosen).toEqual([])
  await panel.undoRemove()
  expect(request.mock.calls.filter(([name]) => name === 'session.undelete')).toHaveLength(2)
  expect(panel.opened.phase).toBe('none')
  expect(store.sessions).toHaveLength(3)
})

test('what looks private is not saved to a file, and its review opens', async () => {
  const { panel, store, request, saveFile } = makePanel([summary('a', { segments: [] })])
  await panel.start(new URLSearchParams('session=a'))
  const finding = { id: 'f' }
  request.mockImplementation(async (name) =>
    name === 'review.open' ? { findings: [finding], acknowledged: [], masked: [] } : store.sessions[0],
  )
  await panel.save(localItem(store.sessions[0]!))
  expect(saveFile).not.toHaveBeenCalled()
  expect(panel.refusal?.code).toBe('review-needed')
  expect(panel.review).not.toBeNull()
  request.mockImplementation(async () => ({ findings: [finding], acknowledged: ['f'], masked: [] }))
  await panel.save(localItem(store.sessions[0]!))
  expect(saveFile).toHaveBeenCalledWith('a-2026-03-04.qa-replay.zip', expect.any(Uint8Array))
})

test.each([
  ['2026-05-20T19:05:00.000Z', '19:05'],
  ['2026-05-18T19:05:00.000Z', 'Mon 19:05'],
  ['2026-04-03T19:05:00.000Z', '3 Apr, 19:05'],
  ['2024-04-03T09:05:00.000Z', '3 Apr 2024'],
])('%s is %s', (iso, text) => {
  const now = Date.parse('2026-05-20T20:00:00.000Z')
  expect(formatWhen(iso, { now, locale: 'en-GB', timeZone: 'UTC' })).toBe(text)
})
