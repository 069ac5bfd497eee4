import { describe, expect, it, vi } from 'vitest'
import { keepListening } from './listen.ts'

/** What document.open() does to the window: everything that listens is gone, and the document gets another root. */
async function openDocument(gone: Parameters<typeof keepListening>[1][]): Promise<void> {
  for (const listener of gone) removeEventListener('ping', listener)
  document.documentElement.remove()
  document.append(document.createElement('html'))
  await new Promise((resolve) => setTimeout(resolve))
}

describe('keepListening', () => {
  it('goes on, once, when document.open() has taken the listeners away', async () => {
    const [first, second] = [vi.fn(), vi.fn()]
    const ended = new AbortController()
    keepListening('ping', first, ended)
    keepListening('ping', second, ended)
    await openDocument([first])
    dispatchEvent(new Event('ping'))
    expect([first, second].map((listener) => listener.mock.calls.length)).toEqual([1, 1])
    ended.abort()
    await openDocument([first, second])
    dispatchEvent(new Event('ping'))
    expect([first, second].map((listener) => listener.mock.calls.length)).toEqual([1, 1])
  })

  it('does not begin when it has ended before', async () => {
    const listener = vi.fn()
    keepListening('ping', listener, { signal: AbortSignal.abort() })
    await openDocument([])
    dispatchEvent(new Event('ping'))
    expect(listener).not.toHaveBeenCalled()
  })
})
