import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { CaptureAnswer, CaptureBatch } from '../../shared/protocol/capture.ts'
import { createSender, type Sender } from './sender.ts'

/** A background that stores each batch once, acknowledges it or not, and can die. */
function createBackground() {
  const stored: string[] = []
  const received: CaptureBatch[] = []
  const ports: FakePort[] = []
  let lastSeq = -1
  let acknowledging = true

  class FakePort {
    readonly onMessage = new Listeners<CaptureAnswer>()
    readonly onDisconnect = new Listeners<void>()
    open = true
    postMessage(batch: CaptureBatch): void {
      if (!this.open) throw new Error('Attempting to use a disconnected port object')
      received.push(batch)
      if (!acknowledging) return
      if (batch.seq === lastSeq + 1) {
        stored.push(batch.ndjson)
        lastSeq = batch.seq
      }
      if (batch.seq <= lastSeq)
        this.onMessage.call({ type: 'ack', documentId: batch.documentId, seq: batch.seq })
    }
    disconnect(): void {
      this.open = false
    }
  }

  return {
    stored,
    received,
    ports,
    acknowledge: (on: boolean) => (acknowledging = on),
    connect: () => {
      const port = new FakePort()
      ports.push(port)
      return port
    },
    die() {
      for (const port of ports.filter(({ open }) => open)) {
        port.open = false
        port.onDisconnect.call()
      }
    },
  }
}

class Listeners<T> {
  #listeners: ((value: T) => void)[] = []
  addListener(listener: (value: T) => void): void {
    this.#listeners.push(listener)
  }
  call(value: T): void {
    for (const listener of this.#listeners) listener(value)
  }
}

let background: ReturnType<typeof createBackground>
let sender: Sender
const answers: CaptureAnswer[] = []

beforeEach(() => {
  vi.useFakeTimers()
  background = createBackground()
  vi.stubGlobal('chrome', { runtime: { connect: () => background.connect() } })
  answers.length = 0
  sender = createSender({
    documentId: 'd',
    sessionId: 's',
    tab: 0,
    onAnswer: (answer) => answers.push(answer),
  })
})
afterEach(() => {
  sender.close()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

describe('a sender', () => {
  it('numbers batches without holes, and forgets what was acknowledged', () => {
    for (const text of ['a', 'b', 'c']) sender.add(text)
    expect(background.received.map(({ seq }) => seq)).toEqual([0, 1, 2])
    expect(sender.isDrained()).toBe(true)
  })

  it('sends again, in order, what a worker that died did not acknowledge', async () => {
    sender.add('a')
    background.acknowledge(false)
    sender.add('b')
    sender.add('c')
    background.die()
    background.acknowledge(true)
    sender.add('d')
    await vi.advanceTimersByTimeAsync(200)
    expect(background.stored).toEqual(['a', 'b', 'c', 'd'])
    expect(sender.isDrained()).toBe(true)
  })

  it('stores everything once when the worker dies at any batch', async () => {
    for (let i = 0; i < 30; i++) {
      background.acknowledge(i % 4 !== 0)
      sender.add(String(i))
      if (i % 7 === 3) background.die()
      if (i % 5 === 0) await vi.advanceTimersByTimeAsync(150)
    }
    background.acknowledge(true)
    await vi.advanceTimersByTimeAsync(20_000)
    expect(background.stored).toEqual(Array.from({ length: 30 }, (_, i) => String(i)))
  })

  it('opens a new port when acknowledgements stay away, though the old one did not close', async () => {
    background.acknowledge(false)
    sender.add('a')
    background.acknowledge(true)
    await vi.advanceTimersByTimeAsync(11_000)
    expect(background.ports).toHaveLength(2)
    expect(background.stored).toEqual(['a'])
  })

  it('tells when it is drained, and gives up after a while', async () => {
    background.acknowledge(false)
    sender.add('a')
    const first = sender.whenDrained()
    await vi.advanceTimersByTimeAsync(5_000)
    expect(await first).toBe(false)
    const second = sender.whenDrained()
    background.acknowledge(true)
    sender.sendAgain()
    expect(await second).toBe(true)
    expect(await sender.whenDrained()).toBe(true)
  })

  it('stays quiet when the extension has gone', async () => {
    vi.stubGlobal('chrome', {
      runtime: {
        connect: () => {
          throw new Error('Extension context invalidated.')
        },
      },
    })
    expect(() => sender.add('a')).not.toThrow()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(() => sender.add('b')).not.toThrow()
  })

  it('sends nothing once it is closed', () => {
    sender.close()
    sender.add('a')
    expect(background.received).toEqual([])
  })
})
