import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { SessionEvent } from './events.ts'
import { foldMetadata } from './fold-metadata.ts'
import { consoleEvent, customEvent, errorEvent, metadataFixture, STARTED_AT_MS } from './testing.ts'

const page = (kind: 'load' | 'history' | 'title' | 'hidden', url: string, title: string, atMs = 0) =>
  customEvent('qa.page', { kind, url, title }, atMs)

describe('foldMetadata', () => {
  it('counts pages and errors, and takes the first address, title and viewport', () => {
    const events = [
      page('load', 'https://shop.example/', '', 0),
      {
        type: 4,
        timestamp: STARTED_AT_MS + 5,
        data: { href: '', width: 1280, height: 719.6 },
      } as SessionEvent,
      page('title', 'https://shop.example/', 'Shop', 10),
      errorEvent('boom', 20),
      customEvent(
        'qa.error',
        { kind: 'resource', name: 'ResourceError', message: 'x', stack: null, source: null },
        25,
      ),
      page('history', 'https://shop.example/cart', 'Cart', 30),
      page('hidden', 'https://shop.example/cart', 'Cart', 40),
      consoleEvent('last', 1234),
    ]
    expect(foldMetadata(metadataFixture(), 0, events)).toEqual(
      metadataFixture({
        duration: 1234,
        pageViews: 2,
        errorCount: 1,
        hasErrors: true,
        viewport: { width: 1280, height: 720 },
        initialUrl: 'https://shop.example/',
        title: 'Shop',
        tabs: [{ tab: 0, openedBy: null, title: 'Shop', url: 'https://shop.example/' }],
      }),
    )
  })

  it('caps the frustration score at 100', () => {
    const rage = customEvent('qa.signal', { kind: 'rage-click', target: null, evidence: {}, sentence: '' })
    expect(foldMetadata(metadataFixture(), 0, [rage])).toMatchObject({
      frustrationScore: 5,
      hasFrustration: true,
    })
    expect(
      foldMetadata(
        metadataFixture(),
        0,
        Array.from({ length: 50 }, () => rage),
      ).frustrationScore,
    ).toBe(100)
  })

  it('gives the same for any split into batches', () => {
    const events = fc.array(
      fc.oneof(
        fc.integer({ min: 0, max: 9999 }).map((at) => errorEvent('e', at)),
        fc.integer({ min: 0, max: 9999 }).map((at) => page('load', `https://x.example/${at}`, `t${at}`, at)),
      ),
    )
    fc.assert(
      fc.property(events, fc.nat(), (all, cut) => {
        const at = all.length === 0 ? 0 : cut % (all.length + 1)
        const twice = foldMetadata(foldMetadata(metadataFixture(), 0, all.slice(0, at)), 0, all.slice(at))
        expect(twice).toEqual(foldMetadata(metadataFixture(), 0, all))
      }),
    )
  })

  it('survives payloads of any shape: a page may say anything', () => {
    const tags = fc.constantFrom('qa.page', 'qa.error', 'qa.signal', 'qa.console', 'qa.unheard')
    fc.assert(
      fc.property(tags, fc.anything(), (tag, payload) => {
        const event = { type: 5, timestamp: STARTED_AT_MS, data: { tag, payload } } as unknown as SessionEvent
        const { title, initialUrl, frustrationScore } = foldMetadata(metadataFixture(), 0, [event])
        expect([typeof title, typeof initialUrl]).toEqual(['string', 'string'])
        expect(frustrationScore).toBeLessThanOrEqual(100)
      }),
    )
  })

  it('does not change what it was given', () => {
    const metadata = Object.freeze(metadataFixture())
    foldMetadata(metadata, 0, [errorEvent('x')])
    expect(metadata.errorCount).toBe(0)
  })
})
