import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Deletions, UNDO_MS } from './deletions.svelte.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const session = (sessionId: string) => ({ sessionId, title: sessionId, initialUrl: '' })

function setUp(deleteSession = vi.fn<(sessionId: string) => Promise<void>>(async () => {})) {
  const ondeleted = vi.fn()
  const onrefused = vi.fn()
  return {
    deleteSession,
    ondeleted,
    onrefused,
    deletions: new Deletions({ deleteSession, ondeleted, onrefused }),
  }
}

test('hides at once, and deletes when it cannot be undone any more', async () => {
  const { deletions, deleteSession, ondeleted } = setUp()
  deletions.remove(session('a'))
  expect([...deletions.hidden]).toEqual(['a'])
  await vi.advanceTimersByTimeAsync(UNDO_MS - 1)
  expect(deleteSession).not.toHaveBeenCalled()
  await vi.advanceTimersByTimeAsync(1)
  expect(deleteSession).toHaveBeenCalledExactlyOnceWith('a')
  expect(ondeleted).toHaveBeenCalledExactlyOnceWith('a')
  expect([deletions.undoable, deletions.hidden.size]).toEqual([null, 0])
})

test('undone in time nothing is deleted', async () => {
  const { deletions, deleteSession } = setUp()
  deletions.remove(session('a'))
  expect(deletions.undo()).toEqual(session('a'))
  await vi.advanceTimersByTimeAsync(2 * UNDO_MS)
  expect(deleteSession).not.toHaveBeenCalled()
  expect(deletions.hidden.size).toBe(0)
  expect(deletions.undo()).toBeNull()
})

test('the next deletion, and leaving the page, end the time to undo', async () => {
  const { deletions, deleteSession } = setUp()
  deletions.remove(session('a'))
  deletions.remove(session('b'))
  expect(deleteSession.mock.calls).toEqual([['a']])
  expect(deletions.undoable).toEqual(session('b'))
  deletions.flush()
  deletions.flush()
  await vi.advanceTimersByTimeAsync(2 * UNDO_MS)
  expect(deleteSession.mock.calls).toEqual([['a'], ['b']])
})

test('what the server does not delete is there again, with the reason', async () => {
  const refusal = new Error('This session was uploaded by another key.')
  const { deletions, onrefused, ondeleted } = setUp(
    vi.fn<(sessionId: string) => Promise<void>>(() => Promise.reject(refusal)),
  )
  deletions.remove(session('a'))
  await vi.advanceTimersByTimeAsync(UNDO_MS)
  expect(onrefused).toHaveBeenCalledExactlyOnceWith(refusal)
  expect(ondeleted).not.toHaveBeenCalled()
  expect(deletions.hidden.size).toBe(0)
})
