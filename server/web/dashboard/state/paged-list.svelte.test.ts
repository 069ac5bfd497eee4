import { flushSync } from 'svelte'
import { expect, test, vi } from 'vitest'
import { UnreachableError } from '../../../../shared/api/errors.ts'
import { Resource } from './resource.svelte.ts'
import { PagedList, type FetchPage } from './paged-list.svelte.ts'

/** A list of `count` numbers, three a page. */
function pagesOf(count: number): FetchPage<number> {
  return async (cursor) => {
    const first = Number(cursor ?? 0)
    const items = Array.from({ length: Math.min(3, count - first) }, (_, i) => first + i)
    const end = first + items.length
    return { items, next: end < count ? String(end) : null, total: { count, capped: false } }
  }
}

/** A page that comes when it is let. */
function held<Item>(items: readonly Item[]) {
  let release = () => {}
  const page = new Promise<{ items: readonly Item[]; next: null }>((resolve) => {
    release = () => resolve({ items, next: null })
  })
  return { fetch: () => page, release }
}

const newList = () => {
  const onerror = vi.fn()
  return { list: new PagedList<number>(onerror), onerror }
}
const itemsOf = (list: PagedList<number>) => (list.current.phase === 'ready' ? list.current.items : null)

test('reads page by page to the end, and nothing after it', async () => {
  const { list } = newList()
  const fetch = vi.fn(pagesOf(7))
  await list.load(fetch)
  expect(list.current).toMatchObject({ phase: 'ready', items: [0, 1, 2], total: { count: 7 } })
  await list.more()
  await list.more()
  expect(itemsOf(list)).toEqual([0, 1, 2, 3, 4, 5, 6])
  await list.more()
  expect(fetch).toHaveBeenCalledTimes(3)
})

test('asks for the next page once, however often it is wanted', async () => {
  const { list } = newList()
  const fetch = vi.fn(pagesOf(9))
  await list.load(fetch)
  await Promise.all([list.more(), list.more(), list.more()])
  expect(fetch).toHaveBeenCalledTimes(2)
  expect(itemsOf(list)).toEqual([0, 1, 2, 3, 4, 5])
})

test('of two lists the later one counts, whichever answers first', async () => {
  const { list } = newList()
  const slow = held([1])
  const first = list.load(slow.fetch)
  await list.load(pagesOf(2))
  slow.release()
  await first
  expect(itemsOf(list)).toEqual([0, 1])
})

test('a page of a list that is not wanted any more is not added to another', async () => {
  const { list } = newList()
  const slow = held([99])
  await list.load(async (cursor) => (cursor === null ? { items: [1], next: 'x' } : slow.fetch()))
  const more = list.more()
  await list.load(pagesOf(2))
  slow.release()
  await more
  expect(itemsOf(list)).toEqual([0, 1])
})

test('shows what was there until the other list comes, or nothing where that would mislead', async () => {
  const { list } = newList()
  await list.load(pagesOf(3))
  const slow = held([5])
  const kept = list.load(slow.fetch)
  expect(list.current).toMatchObject({ phase: 'ready', isStale: true, items: [0, 1, 2] })
  slow.release()
  await kept
  expect(list.current).toMatchObject({ isStale: false, items: [5] })
  const other = list.load(pagesOf(1), { keep: false })
  expect(list.current).toEqual({ phase: 'loading' })
  await other
})

test('says that the server is away, and goes on from there', async () => {
  const { list, onerror } = newList()
  let isAway = true
  const fetch: FetchPage<number> = async (cursor, signal) => {
    if (isAway) throw new UnreachableError('No answer.')
    return pagesOf(5)(cursor, signal)
  }
  await list.load(fetch)
  expect(list.current).toMatchObject({ phase: 'trouble', trouble: { isOffline: true, mayRetry: true } })
  isAway = false
  await list.retry()
  expect(itemsOf(list)).toEqual([0, 1, 2])
  isAway = true
  await list.more()
  expect(list.trouble).toMatchObject({ sentence: 'No answer.' })
  expect(itemsOf(list)).toEqual([0, 1, 2])
  isAway = false
  await list.retry()
  expect(itemsOf(list)).toEqual([0, 1, 2, 3, 4])
  expect(list.trouble).toBeNull()
  expect(onerror).toHaveBeenCalledTimes(2)
})

test('what is gone is not counted any more', async () => {
  const { list } = newList()
  await list.load(pagesOf(3))
  list.remove((item) => item === 1)
  expect(list.current).toMatchObject({ items: [0, 2], total: { count: 2 } })
})

test('an effect that asks for a list asks once', async () => {
  const { list } = newList()
  const fetch = vi.fn(pagesOf(3))
  const resource = new Resource(
    vi.fn(async () => 1),
    () => {},
  )
  let runs = 0
  const stop = $effect.root(() => {
    $effect(() => {
      runs++
      void list.load(fetch)
      void resource.load()
    })
  })
  await vi.waitFor(() => expect(list.current.phase).toBe('ready'))
  flushSync()
  stop()
  expect([runs, fetch.mock.calls.length]).toEqual([1, 1])
})
