import { expect, test, vi } from 'vitest'
import { ApiError, UnreachableError } from '../../../../shared/api/errors.ts'
import type { MeReply } from '../../../../shared/api/schemas.ts'
import { Access, type AdminClient } from './access.svelte.ts'
import type { ApiClient } from '../../../../shared/api/client.ts'
import { sessionKeyKeeper } from './key-keeper.ts'

const ME: MeReply = { keyName: 'Reader', scopes: ['read'], websites: [{ websiteId: 'shop', name: 'Shop' }] }
const unauthorized = new ApiError('Not valid.', {
  status: 401,
  code: 'unauthorized',
  retryable: false,
  retryAfterMs: null,
})

/** The open tabs of one browser at one origin. */
function newBrowser() {
  const channels = new Set<EventTarget>()
  return {
    openTab(stored: Record<string, string> = {}) {
      const values = new Map(Object.entries(stored))
      const storage = {
        getItem: (name: string) => values.get(name) ?? null,
        setItem: (name: string, value: string) => void values.set(name, value),
        removeItem: (name: string) => void values.delete(name),
      }
      const channel = Object.assign(new EventTarget(), {
        postMessage(data: unknown) {
          for (const each of channels) {
            if (each !== channel) each.dispatchEvent(Object.assign(new Event('message'), { data }))
          }
        },
      })
      channels.add(channel)
      const keeper = sessionKeyKeeper(storage as Storage, channel as unknown as BroadcastChannel)
      return { values, keeper }
    },
  }
}

function newAccess(
  answers: { me?: () => Promise<MeReply>; connect?: () => Promise<{ key: string }> } = {},
  browser = newBrowser(),
  stored: Record<string, string> = {},
) {
  const tab = browser.openTab(stored)
  const me = vi.fn(answers.me ?? (async () => ME))
  const keys: (string | undefined)[] = []
  const access = new Access({
    keeper: tab.keeper,
    clientsOf: (key) => {
      keys.push(key)
      const client = { me, connect: answers.connect } as unknown as ApiClient
      return { client, admin: {} as AdminClient }
    },
  })
  return { access, keys, ...tab }
}
const STORED = { 'qa-replay-key': 'old-key' }

test('asks for a key, takes one that is good, and keeps it for this tab', async () => {
  const { access, values, keys } = newAccess()
  await access.start(null)
  expect(access.current).toEqual({ phase: 'signed-out', sentence: null, busy: false })
  await access.signIn('  new-key ')
  expect(access.current).toMatchObject({ phase: 'signed-in' })
  expect([keys.at(-1), values.get('qa-replay-key')]).toEqual(['new-key', 'new-key'])
})

test.each([
  ['a wrong one', 'wrong-key'],
  ['what no header can hold', 'schlüssel\n'],
  ['nothing', ' '],
])('says so of %s, and keeps nothing', async (_name, key) => {
  const { access, values } = newAccess({ me: () => Promise.reject(unauthorized) })
  await access.signIn(key)
  expect(access.current).toMatchObject({
    phase: 'signed-out',
    sentence: expect.stringMatching(/not a key/) as string,
  })
  expect(values.size).toBe(0)
})

test('a server that is away is no reason to forget the key', async () => {
  const { access, values } = newAccess(
    { me: () => Promise.reject(new UnreachableError('Away.')) },
    newBrowser(),
    STORED,
  )
  await access.start(null)
  expect(access.current).toMatchObject({ phase: 'trouble', trouble: { isOffline: true } })
  expect(values.get('qa-replay-key')).toBe('old-key')
})

test('ends when the key is not valid any more, at the start and later', async () => {
  const atStart = newAccess({ me: () => Promise.reject(unauthorized) }, newBrowser(), STORED)
  await atStart.access.start(null)
  expect(atStart.access.current).toMatchObject({
    sentence: expect.stringMatching(/no longer valid/) as string,
  })
  expect(atStart.values.size).toBe(0)

  const later = newAccess({}, newBrowser(), STORED)
  await later.access.start(null)
  later.access.noteError(new Error('something else'))
  expect(later.access.current.phase).toBe('signed-in')
  later.access.noteError(unauthorized)
  expect(later.access.current).toMatchObject({ phase: 'signed-out' })
  expect(later.values.size).toBe(0)
})

test('a new tab is signed in by one that is, and both are signed out together', async () => {
  const browser = newBrowser()
  const first = newAccess({}, browser, STORED)
  await first.access.start(null)
  const second = newAccess({}, browser)
  await second.access.start(null)
  expect(second.access.current.phase).toBe('signed-in')
  expect(second.values.get('qa-replay-key')).toBe('old-key')
  second.access.signOut()
  expect([first.access.current.phase, second.access.current.phase]).toEqual(['signed-out', 'signed-out'])
  expect([first.values.size, second.values.size]).toEqual([0, 0])
})

test('a link of the server signs in once; used again, it opens what is there', async () => {
  const fresh = newAccess({ connect: async () => ({ key: 'made-key' }) })
  await fresh.access.start('code')
  expect([fresh.access.current.phase, fresh.values.get('qa-replay-key')]).toEqual(['signed-in', 'made-key'])

  const used = () =>
    Promise.reject(
      new ApiError('This link was used before.', {
        status: 403,
        code: 'code-not-valid',
        retryable: false,
        retryAfterMs: null,
      }),
    )
  const again = newAccess({ connect: used }, newBrowser(), STORED)
  await again.access.start('code')
  expect(again.access.current.phase).toBe('signed-in')
  const elsewhere = newAccess({ connect: used })
  await elsewhere.access.start('code')
  expect(elsewhere.access.current).toMatchObject({
    phase: 'signed-out',
    sentence: 'This link was used before.',
  })
})

test('an administrator may do everything, others what their key says', async () => {
  const mayOf = async (scopes: string[]) => {
    const { access } = newAccess({ me: async () => ({ ...ME, scopes }) }, newBrowser(), STORED)
    await access.start(null)
    return access.current.phase === 'signed-in' ? access.current.account.may : null
  }
  const reader = (await mayOf(['read']))!
  expect([reader('read'), reader('share'), reader('admin')]).toEqual([true, false, false])
  const admin = (await mayOf(['admin']))!
  expect([admin('read'), admin('share'), admin('ingest')]).toEqual([true, true, true])
})
