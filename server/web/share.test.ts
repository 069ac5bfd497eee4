import { createHash } from 'node:crypto'
import { expect, test, vi } from 'vitest'
import { ApiError, UnreachableError } from '../../shared/api/errors.ts'
import type { Manifest } from '../../shared/api/schemas.ts'
import { encodeSegment } from '../../shared/session/segment-codec.ts'
import { SessionFormatError } from '../../shared/session/upgrade.ts'
import { remoteSource } from './remote-source.ts'
import { addressAt, parseShareAddress } from './share-address.ts'
import { ShareState, type ShareOptions } from './share-state.svelte.ts'

const BLOB = encodeSegment('{"type":4,"timestamp":1000,"data":{"href":"","width":1,"height":1}}\n')
const sha256 = createHash('sha256').update(BLOB).digest('hex')
const REF = { tab: 0, index: 0, start: 1000, end: 1000, events: 1, bytes: BLOB.length, sha256, url: '' }
const manifest = (overrides: Partial<Manifest> = {}) =>
  ({ metadata: { title: 'T' }, segments: [REF], startAtMs: null, ...overrides }) as Manifest

const refused = (status: number, code: string, message: string) =>
  new ApiError(message, { status, code, retryable: status >= 500, retryAfterMs: null })

test.each([
  ['https://r.example/s/abc?t=12000', { token: 'abc', startAtMs: 12_000 }],
  ['https://r.example/s/abc/', { token: 'abc', startAtMs: null }],
  ['https://r.example/s/abc?t=-5', { token: 'abc', startAtMs: null }],
  ['https://r.example/s/abc?t=1e9', { token: 'abc', startAtMs: null }],
])('%s', (href, address) => expect(parseShareAddress(href)).toEqual(address))

test('the address of a moment keeps everything else', () => {
  expect(addressAt('https://r.example/s/abc?t=1&x=2#y', 1234.6)).toBe('https://r.example/s/abc?t=1235&x=2')
})

test('a segment is read and its bytes are checked', async () => {
  const source = remoteSource(manifest(), async () => BLOB)
  const decoded = await source.readSegment(REF)
  expect(decoded.events.map(({ timestamp }) => timestamp)).toEqual([1000])
  expect(decoded.damage).toEqual([])
})

test('other bytes than were uploaded are damage, and what can be read of them is', async () => {
  const segments = [{ ...REF, sha256: '0'.repeat(64) }]
  const source = remoteSource(manifest({ segments }), async () => BLOB)
  const decoded = await source.readSegment(REF)
  expect(decoded.events).toHaveLength(1)
  expect(decoded.damage).toEqual(['its bytes are not those that were uploaded'])
})

test('a segment that the server has not is damage; a server that does not answer is not', async () => {
  const failing = (error: Error) => remoteSource(manifest(), () => Promise.reject(error)).readSegment(REF)
  expect(await failing(refused(404, 'not-found', 'no'))).toEqual({
    events: [],
    damage: ['the server does not have it any more'],
  })
  await expect(failing(new UnreachableError('away'))).rejects.toThrow('away')
})

function open(client: Partial<ShareOptions['client']>, startAtMs: number | null = null) {
  const state = new ShareState({
    client: {
      sharedManifest: async () => manifest(),
      sharedSegment: async () => BLOB,
      unlockShare: async () => {},
      ...client,
    },
    token: 'token',
    startAtMs,
  })
  return state
}

test('begins where the address says, else where the link says', async () => {
  const sharedManifest = async () => manifest({ startAtMs: 500 })
  const byLink = open({ sharedManifest })
  await byLink.open()
  expect(byLink.current).toMatchObject({ phase: 'ready', startAtMs: 500 })
  const byAddress = open({ sharedManifest }, 900)
  await byAddress.open()
  expect(byAddress.current).toMatchObject({ phase: 'ready', startAtMs: 900 })
})

test.each([
  [
    refused(410, 'share-ended', 'This link has expired.'),
    'This link has ended',
    'This link has expired.',
    false,
  ],
  [refused(404, 'not-found', 'There is no such share.'), 'There is no such session', /not complete/, false],
  [
    refused(500, 'internal', 'The server failed.'),
    'The session could not be opened',
    'The server failed.',
    true,
  ],
  [new UnreachableError('No answer.'), 'The server does not answer', 'No answer.', true],
  [
    new SessionFormatError('newer-format', 'Recorded by a newer QA Replay.'),
    'This session cannot be shown here',
    'Recorded by a newer QA Replay.',
    false,
  ],
])('%s is said as what it is', async (error, title, sentence, mayRetry) => {
  const state = open({ sharedManifest: () => Promise.reject(error) })
  await state.open()
  expect(state.current).toEqual({
    phase: 'problem',
    title,
    sentence: expect.stringMatching(sentence) as string,
    mayRetry,
  })
})

test('asks for the password, says when it is wrong, and opens with the right one', async () => {
  let unlocked = false
  const unlockShare = vi.fn(async (_token: string, password: string) => {
    if (password !== 'right') throw refused(403, 'password-wrong', 'That is not the password of this link.')
    unlocked = true
  })
  const state = open({
    sharedManifest: async () => {
      if (!unlocked) throw refused(401, 'password-required', 'This link has a password.')
      return manifest()
    },
    unlockShare,
  })
  await state.open()
  expect(state.current).toEqual({ phase: 'password', refusal: null, busy: false })
  await state.unlock('wrong')
  expect(state.current).toMatchObject({
    phase: 'password',
    refusal: 'That is not the password of this link.',
  })
  await state.unlock('right')
  expect(unlockShare).toHaveBeenLastCalledWith('token', 'right')
  expect(state.current).toMatchObject({ phase: 'ready' })
})
