import { expect, test } from 'vitest'
import { describeSync } from './describe-sync.ts'
import { formatWhen } from './format-when.ts'
import { nameOf, placeOf } from './session-name.ts'
import { shareStateOf } from './share-state-of.ts'

const AT = '2026-05-03T12:00:00.000Z'

test('a session is called by its title, else by its site', () => {
  expect(nameOf({ title: 'Broken', initialUrl: 'https://shop.test/' })).toBe('Broken')
  expect(nameOf({ title: '', initialUrl: 'https://shop.test/cart' })).toBe('shop.test')
  expect(nameOf({ title: '', initialUrl: 'nothing' })).toBe('Recorded session')
})

test('a place is host and path', () => {
  expect(placeOf('https://shop.test/')).toBe('shop.test')
  expect(placeOf('https://shop.test/cart?token=***#x')).toBe('shop.test/cart')
  expect(placeOf('about:blank')).toBe('about:blank')
  expect(placeOf('nothing')).toBe('nothing')
})

test('a link is open until it is revoked or has expired', () => {
  const now = Date.parse(AT)
  expect(shareStateOf({ revokedAt: null, expiresAt: null }, now)).toBe('open')
  expect(shareStateOf({ revokedAt: null, expiresAt: AT }, now - 1)).toBe('open')
  expect(shareStateOf({ revokedAt: null, expiresAt: AT }, now)).toBe('expired')
  expect(shareStateOf({ revokedAt: AT, expiresAt: AT }, now)).toBe('revoked')
})

test('what is long ago has a year, what is today has none', () => {
  expect(formatWhen(AT, Date.parse('2028-05-03T12:00:00.000Z'))).toContain('2026')
  expect(formatWhen(AT, Date.parse(AT))).not.toMatch(/2026|May/)
  expect(formatWhen(AT, Date.parse('2026-06-20T12:00:00.000Z'))).toContain('May')
})

test('where a session is on its way to the team', () => {
  const progress = { sentBytes: 25, totalBytes: 100, queuedAt: AT }
  expect(describeSync({ state: 'syncing', ...progress })).toContain('25 %')
  expect(
    describeSync({ state: 'queued', ...progress, nextAttemptAt: AT, problem: 'The key is wrong.' }),
  ).toBe('The key is wrong.')
  const there = { syncedAt: AT, teamUrl: 'https://team.test:8443', sessionUrl: '' }
  expect(describeSync({ state: 'synced', ...there })).toContain('team.test:8443')
})
