// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ConsolePayload } from '../../../shared/session/events.ts'
import type { Stop } from '../emit.ts'
import { trackConsole } from './track-console.ts'

let seen: ConsolePayload[]
let stop: Stop
const native = { log: console.log, assert: console.assert, error: console.error }
const printed = vi.fn()

beforeEach(() => {
  seen = []
  printed.mockClear()
  console.log = function log(this: unknown, ...args: unknown[]) {
    printed(this, ...args)
  }
  console.assert = () => undefined
  stop = trackConsole((_tag, payload) => seen.push(payload as ConsolePayload))
})
afterEach(() => {
  stop()
  Object.assign(console, native)
})

describe('trackConsole', () => {
  it('reports a call, and lets it through as it was made', () => {
    console.log('paid', { cents: 100 })
    expect(seen).toMatchObject([
      { level: 'log', method: 'log', args: ['paid', { $: 'object', entries: [['cents', 100]] }] },
    ])
    expect(printed).toHaveBeenCalledWith(console, 'paid', { cents: 100 })
  })

  it('keeps the name and the length of the methods', () => {
    expect([console.log.name, console.log.length]).toEqual(['log', 0])
  })

  it('reports only assertions that fail, without the condition', () => {
    const paid = new Set(['order'])
    console.assert(paid.has('order'), 'fine')
    console.assert(paid.has('refund'), 'wrong')
    expect(seen).toMatchObject([{ level: 'error', method: 'assert', args: ['wrong'] }])
  })

  it('does not report what is logged while it reports', () => {
    stop()
    const reports: unknown[] = []
    stop = trackConsole((_tag, payload) => {
      reports.push(payload)
      console.log('from a report')
    })
    console.log('from the page')
    expect(reports).toHaveLength(1)
    expect(printed).toHaveBeenCalledTimes(2)
  })

  it('lets the call through when a report fails', () => {
    stop()
    stop = trackConsole(() => {
      throw new Error('ours')
    })
    expect(() => console.log('page')).not.toThrow()
    expect(printed).toHaveBeenCalledTimes(1)
  })

  it('gives the methods back, and goes on working for those who kept one', () => {
    const kept = console.log
    stop()
    expect(console.log).not.toBe(kept)
    kept('late')
    expect(seen).toEqual([])
    expect(printed).toHaveBeenCalledTimes(1)
  })

  it('leaves alone what the page has put there since', () => {
    const own = () => undefined
    console.log = own
    stop()
    expect(console.log).toBe(own)
  })
})
