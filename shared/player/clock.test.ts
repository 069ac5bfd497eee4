import { expect, test } from 'vitest'
import { advance } from './clock.ts'

const frame = { elapsedMs: 16, speed: 1, durationMs: 1000, idle: [] }

test('goes on by the time of a frame, times the speed', () => {
  expect(advance(100, { ...frame, speed: 2 })).toEqual({ time: 132, skippedMs: 0, ended: false })
})

test('stops at the end', () => {
  expect(advance(990, frame)).toEqual({ time: 1000, skippedMs: 0, ended: true })
})

test('waits while the window is hidden', () => {
  expect(advance(0, { ...frame, elapsedMs: 60_000 }).time).toBe(250)
})

test('jumps over a stretch without activity', () => {
  const idle = [{ start: 110, end: 700 }]
  expect(advance(100, { ...frame, idle })).toEqual({ time: 700, skippedMs: 584, ended: false })
  expect(advance(50, { ...frame, idle }).skippedMs).toBe(0)
})
