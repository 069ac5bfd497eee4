import { flushSync } from 'svelte'
import { afterEach, expect, test, vi } from 'vitest'
import { IncrementalSource, MouseInteractions } from '@rrweb/types'
import { handleKey, type KeyActions } from './keys.ts'
import { PlayerState } from './player.svelte.ts'
import { custom, increment, meta, segmentRef, snapshot, sourceOf } from './testing/events.ts'

const click = (time: number) =>
  increment(time, {
    source: IncrementalSource.MouseInteraction,
    type: MouseInteractions.Click,
    id: 1,
    x: 1,
    y: 1,
  })

const PARTS = [
  { ref: segmentRef(0, 0, 2000), events: [meta(0), snapshot(0), click(1000), click(2000)] },
  {
    ref: segmentRef(1, 2000, 12_000),
    events: [click(9000), custom(9500, 'qa.error', { message: 'no' }), click(12_000)],
  },
]

const players: PlayerState[] = []
afterEach(() => players.splice(0).forEach((player) => player.stop()))

/** A player whose frames come when the test says so. */
function startPlayer(parts: Parameters<typeof sourceOf>[0] = PARTS, startAtMs: number | null = null) {
  let frame: ((now: number) => void) | null = null
  let now = 0
  const player = new PlayerState({
    source: sourceOf(parts, { duration: 12_000 }),
    startAtMs,
    requestFrame: (callback) => {
      frame = callback
      return 1
    },
    cancelFrame: () => (frame = null),
  })
  players.push(player)
  const view = { show: vi.fn(), invalidate: vi.fn() }
  const advance = (ms: number) => {
    now += ms
    const run = frame
    frame = null
    run?.(now)
    flushSync()
  }
  player.start(view)
  return { player, view, advance, isIdle: () => frame === null }
}

async function loaded(player: PlayerState) {
  await vi.waitFor(() => expect(player.model.pending).toEqual([]))
}

test('waits for what is to be shown, then shows it', async () => {
  const { player, view, advance } = startPlayer()
  advance(16)
  expect(player.buffering).toBe(true)
  expect(view.show).not.toHaveBeenCalled()
  await loaded(player)
  advance(16)
  expect(player.buffering).toBe(false)
  expect(view.show).toHaveBeenLastCalledWith(0, 0)
})

test('plays at the chosen speed, and rests when it is paused', async () => {
  const { player, view, advance, isIdle } = startPlayer()
  await loaded(player)
  advance(16)
  player.speed = 2
  player.play()
  advance(16)
  advance(100)
  expect(player.timeMs).toBe(200)
  expect(view.show).toHaveBeenLastCalledWith(0, 200)
  player.pause()
  advance(100)
  expect(player.timeMs).toBe(200)
  expect(isIdle()).toBe(true)
})

test('skips what is idle when told to, and says how much', async () => {
  const { player, advance } = startPlayer()
  await loaded(player)
  player.seek(2900)
  player.play()
  advance(16)
  advance(200)
  expect(player.timeMs).toBe(8000)
  expect(player.skippedMs).toBe(8000 - 3100)
  player.skipIdle = false
  player.seek(2900)
  advance(200)
  expect(player.timeMs).toBe(3100)
})

test('stops at the end, and begins again from there', async () => {
  const { player, advance } = startPlayer()
  await loaded(player)
  player.seek(11_900)
  player.play()
  advance(16)
  advance(200)
  expect(player).toMatchObject({ timeMs: 12_000, playing: false, ended: true })
  player.toggle()
  expect(player).toMatchObject({ timeMs: 0, playing: true })
})

test('goes from marker to marker, to just before each', async () => {
  const { player } = startPlayer()
  await loaded(player)
  const visited = Array.from({ length: 5 }, () => {
    player.jump('next')
    return player.timeMs
  })
  expect(visited).toEqual([400, 1400, 8400, 8900, 11_400])
  expect(player.announcement).toBe('Click')
  player.jump('previous')
  expect(player.timeMs).toBe(8900)
  expect(player.announcement).toBe('Uncaught Error: no')
  player.toggleKind('click')
  player.seek(0)
  player.jump('next')
  expect(player.timeMs).toBe(8900)
})

test('begins where it is told to, within the session', async () => {
  const { player, view, advance } = startPlayer(PARTS, 99_999)
  await loaded(player)
  advance(16)
  expect(player.timeMs).toBe(12_000)
  expect(view.show).toHaveBeenLastCalledWith(0, 12_000)
})

test('shows again what is shown when a part of it comes in later', async () => {
  const away = {
    ref: segmentRef(1, 100, 2000),
    events: new Error('away') as Error | ReturnType<typeof snapshot>[],
  }
  vi.useFakeTimers()
  try {
    const { player, view, advance } = startPlayer(
      [PARTS[0]!, away, { ref: segmentRef(2, 2000, 12_000), events: [click(12_000)] }],
      11_000,
    )
    await vi.advanceTimersByTimeAsync(5000)
    expect(player.model.unreachable).toBe('away')
    expect(player.model.gaps[0]).toMatchObject({ start: 100, end: 2000 })
    advance(16)
    view.invalidate.mockClear()
    away.events = [click(500)]
    player.retry()
    await vi.advanceTimersByTimeAsync(10)
    expect(view.invalidate).toHaveBeenCalledWith(0)
    expect(player.model.unreachable).toBeNull()
    expect(player.model.gaps).toEqual([])
  } finally {
    vi.useRealTimers()
  }
})

function press(
  player: PlayerState,
  key: string,
  target: Element = document.body,
  more: KeyboardEventInit = {},
) {
  const actions = { toggleFullscreen: vi.fn(), showKeys: vi.fn() } satisfies KeyActions
  const event = new KeyboardEvent('keydown', { key, bubbles: true, ...more })
  Object.defineProperty(event, 'target', { value: target })
  return { handled: handleKey(event, player, actions), actions }
}

test('keys play, move, change the speed and list themselves', async () => {
  const { player } = startPlayer()
  await loaded(player)
  press(player, ' ')
  expect(player.playing).toBe(true)
  press(player, 'ArrowRight')
  expect(player.timeMs).toBe(5000)
  press(player, 'ArrowLeft')
  expect(player.timeMs).toBe(0)
  press(player, '4')
  expect(player.speed).toBe(4)
  press(player, '.')
  expect(player.timeMs).toBe(400)
  expect(press(player, 'f').actions.toggleFullscreen).toHaveBeenCalledOnce()
  expect(press(player, '?').actions.showKeys).toHaveBeenCalledOnce()
  expect(press(player, 'x').handled).toBe(false)
})

test('keys belong to a field while it is typed in, to the browser with a modifier, and Space to a button', async () => {
  const { player } = startPlayer()
  document.body.innerHTML =
    '<input type="search"><textarea></textarea><div contenteditable>x</div><button>b</button>'
  for (const field of document.querySelectorAll('input, textarea, [contenteditable]')) {
    expect(press(player, ' ', field).handled).toBe(false)
    expect(press(player, '1', field).handled).toBe(false)
  }
  const button = document.querySelector('button')!
  expect(press(player, ' ', button).handled).toBe(false)
  expect(press(player, '2', button).handled).toBe(true)
  expect(press(player, 'f', document.body, { ctrlKey: true }).handled).toBe(false)
})
