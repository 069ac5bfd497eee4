// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ErrorPayload } from '../../../shared/session/events.ts'
import type { Stop } from '../emit.ts'
import { trackErrors } from './track-errors.ts'

// happy-dom's window takes listeners only by its own methods.
vi.mock('../natives.ts', async (original) => ({
  ...(await original<object>()),
  listen(
    target: EventTarget,
    type: string,
    listener: (event: Event) => void,
    options?: AddEventListenerOptions,
  ) {
    target.addEventListener(type, listener, options)
    return () => target.removeEventListener(type, listener, options)
  },
}))

let seen: ErrorPayload[]
let stop: Stop

beforeEach(() => {
  seen = []
  stop = trackErrors((_tag, payload) => seen.push(payload as ErrorPayload))
})
afterEach(() => stop())

/** As the browser reports what was thrown: with its text in the message. */
const thrown = (error: unknown) =>
  window.dispatchEvent(new ErrorEvent('error', { error, message: `Uncaught ${String(error)}` }))

describe('trackErrors', () => {
  it('reports an error with its name, message and stack', () => {
    thrown(new TypeError('no'))
    expect(seen).toMatchObject([{ kind: 'error', name: 'TypeError', message: 'no' }])
    expect(seen[0]!.stack).toContain('track-errors.test')
  })

  it('takes the words of what is no error from its value alone, not from the text that the browser makes of it', () => {
    thrown([['password', 'abc']])
    thrown(() => 'abc')
    thrown({ toString: () => 'abc', token: 'x' })
    thrown(
      new (class Refusal {
        code = 1
      })(),
    )
    expect(seen.map(({ message }) => message)).toEqual([
      'Uncaught Array',
      'Uncaught function',
      'Uncaught Object',
      'Uncaught Refusal',
    ])
    thrown('abc')
    thrown(12)
    expect(seen.slice(4).map(({ message }) => message)).toEqual(['abc', 'Uncaught 12'])
  })

  it('tells nothing of the address of a picture in a private area', () => {
    document.body.innerHTML = '<section data-private><img src="/anna.png"></section><img src="/hero.png">'
    for (const image of document.querySelectorAll('img')) image.dispatchEvent(new Event('error'))
    expect(seen.map(({ source }) => source?.url ?? null)).toEqual([
      null,
      expect.stringContaining('/hero.png'),
    ])
  })
})
