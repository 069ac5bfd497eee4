// @vitest-environment happy-dom
import { afterEach, describe, expect, it } from 'vitest'
import { listen, listenAgain, toJson } from './natives.ts'

interface Patchable {
  toJSON?: () => unknown
}

afterEach(() => {
  delete (Array.prototype as Patchable).toJSON
  delete (Object.prototype as Patchable).toJSON
})

describe('toJson', () => {
  it('is not bent by a toJSON that a library gave all arrays or objects', () => {
    const patch = () => 'bent'
    ;(Array.prototype as Patchable).toJSON = patch
    ;(Object.prototype as Patchable).toJSON = patch
    expect(toJson({ list: [1, { a: 2 }] })).toBe('{"list":[1,{"a":2}]}')
    expect((Array.prototype as Patchable).toJSON).toBe(patch)
    expect((Object.prototype as Patchable).toJSON).toBe(patch)
  })

  it('uses the JSON.stringify that was there first', () => {
    const original = JSON.stringify
    JSON.stringify = () => 'replaced'
    try {
      expect(toJson([1])).toBe('[1]')
    } finally {
      JSON.stringify = original
    }
  })
})

describe('listen', () => {
  it('keeps what a listener throws from the page, and stops', () => {
    const target = new EventTarget()
    let calls = 0
    const stop = listen(target, 'ping', () => {
      calls++
      throw new Error('ours')
    })
    expect(() => target.dispatchEvent(new Event('ping'))).not.toThrow()
    stop()
    target.dispatchEvent(new Event('ping'))
    expect(calls).toBe(1)
  })

  it('goes on, once, when document.open() has taken the listeners away', () => {
    const seen: string[] = []
    const stopFirst = listen(document, 'ping', () => seen.push('first'))
    const stopSecond = listen(document, 'ping', () => seen.push('second'))
    stopSecond()
    listenAgain()
    document.dispatchEvent(new Event('ping'))
    stopFirst()
    listenAgain()
    document.dispatchEvent(new Event('ping'))
    expect(seen).toEqual(['first'])
  })
})
