// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { NetworkPayload } from '../../../shared/session/events.ts'
import type { Stop } from '../emit.ts'
import { trackNetwork } from './track-network.ts'

let seen: NetworkPayload[]
let stop: Stop
let answer: () => Promise<Response>
const nativeFetch = window.fetch
const settled = () => new Promise((resolve) => setTimeout(resolve))

beforeEach(() => {
  seen = []
  window.fetch = () => answer()
  stop = trackNetwork((_tag, payload) => seen.push(payload as NetworkPayload))
})
afterEach(() => {
  stop()
  window.fetch = nativeFetch
})

describe('trackNetwork, of fetch', () => {
  it('reports the answer, and gives it to the page with its body untouched', async () => {
    answer = async () =>
      new Response('body', {
        status: 404,
        statusText: 'Not Found',
        headers: { 'content-type': 'text/plain', 'content-length': '4' },
      })
    const response = await window.fetch('https://api.example/orders', { method: 'post' })
    expect(response.bodyUsed).toBe(false)
    expect(await response.text()).toBe('body')
    expect(seen).toMatchObject([
      {
        api: 'fetch',
        method: 'POST',
        url: 'https://api.example/orders',
        status: 404,
        statusText: 'Not Found',
        failure: null,
        responseType: 'text/plain',
        responseBytes: 4,
      },
    ])
  })

  it('reports a failure, and the page gets the same error', async () => {
    const error = new TypeError('Failed to fetch')
    answer = () => Promise.reject(error)
    await expect(window.fetch('https://api.example/')).rejects.toBe(error)
    expect(seen).toMatchObject([{ status: 0, failure: 'network error' }])
  })

  it('reports an abort as one', async () => {
    answer = () => Promise.reject(new DOMException('gone', 'AbortError'))
    await expect(window.fetch('https://api.example/')).rejects.toThrow('gone')
    expect(seen).toMatchObject([{ failure: 'aborted' }])
  })

  it('lets the request through when it cannot be understood', async () => {
    answer = async () => new Response('ok')
    const odd = {
      toString: () => {
        throw new Error('no')
      },
    } as unknown as string
    expect(await (await window.fetch(odd)).text()).toBe('ok')
    expect(seen).toEqual([])
  })

  it('gives fetch back', async () => {
    const tracked = window.fetch
    stop()
    expect(window.fetch).not.toBe(tracked)
    await settled()
  })
})
