import { expect, test } from 'vitest'
import { formatDuration, formatTime, spokenTime } from './time.ts'

test.each([
  [0, '0:00'],
  [999, '0:00'],
  [62_400, '1:02'],
  [3_600_000, '1:00:00'],
  [-5, '0:00'],
])('%d ms is %s', (ms, text) => expect(formatTime(ms)).toBe(text))

test('fine times have milliseconds', () => expect(formatTime(62_045.4, true)).toBe('1:02.045'))

test.each([
  [12.4, '12 ms'],
  [1250, '1.3 s'],
  [9960, '10 s'],
  [59_400, '59 s'],
  [65_000, '1 min 5 s'],
  [3_600_000, '1 h'],
])('%d ms lasts %s', (ms, text) => expect(formatDuration(ms)).toBe(text))

test('is spoken in words', () => {
  expect(spokenTime(3_661_000)).toBe('1 hour 1 minute 1 second')
  expect(spokenTime(10)).toBe('0 seconds')
})
