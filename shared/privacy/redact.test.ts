import fc from 'fast-check'
import { gunzipSync, strFromU8 } from 'fflate'
import { describe, expect, it } from 'vitest'
import type { SessionEvent } from '../session/events.ts'
import type { SessionMetadata } from '../session/metadata.ts'
import { decodeSegment, encodeSegment } from '../session/segment-codec.ts'
import { toNdjson } from '../session/testing.ts'
import { redactEvents, redactMetadata, type Redactions } from './redact.ts'

const event = (type: number, data: object, timestamp = 1): SessionEvent =>
  JSON.parse(JSON.stringify({ type, timestamp, data })) as SessionEvent
const incremental = (source: number, data: object, timestamp = 1) => event(3, { source, ...data }, timestamp)
const element = (id: number, tagName: string, attributes: object, childNodes: unknown[] = []) => ({
  type: 2,
  id,
  tagName,
  attributes,
  childNodes,
})
const text = (id: number, textContent: string) => ({ type: 3, id, textContent })
const snapshot = (body: unknown[], timestamp = 1) =>
  event(
    2,
    {
      node: { type: 0, id: 1, childNodes: [element(2, 'body', {}, body)] },
      initialOffset: { top: 0, left: 0 },
    },
    timestamp,
  )
const mutation = (data: object) =>
  incremental(0, { adds: [], removes: [], texts: [], attributes: [], ...data })
const page = (timestamp: number) =>
  event(5, { tag: 'qa.page', payload: { kind: 'load', url: '/', title: '' } }, timestamp)

function redact(events: SessionEvent[], redactions: Partial<Redactions>): SessionEvent[] {
  return redactEvents(events, { strings: [], nodes: [], selectors: [], ...redactions })
}

/** Every place of a session that may hold text, with `s` in it. */
const PLACES: ((s: string) => SessionEvent)[] = [
  (s) =>
    snapshot([element(3, 'p', { title: s, class: `a ${s}`, style: `--x:"${s}"` }, [text(4, `a ${s} b`)])]),
  (s) => mutation({ texts: [{ id: 4, value: s }] }),
  (s) => mutation({ attributes: [{ id: 3, attributes: { 'data-x': s, style: { '--x': `"${s}"` } } }] }),
  (s) => mutation({ adds: [{ parentId: 2, nextId: null, node: text(9, s) }] }),
  (s) => incremental(5, { id: 3, text: s, isChecked: false }),
  (s) => incremental(8, { id: 3, adds: [{ rule: `a{content:"${s}"}` }] }),
  (s) => incremental(9, { id: 3, type: 0, commands: [{ property: 'fillText', args: [s] }] }),
  (s) => event(4, { href: `https://example.org/?q=${encodeURIComponent(s)}`, width: 1, height: 1 }),
  (s) =>
    event(5, {
      tag: 'qa.console',
      payload: {
        level: 'log',
        args: [s, { $: 'object', name: s, entries: [[s, JSON.stringify({ a: s })]] }],
      },
    }),
  (s) => event(5, { tag: 'qa.network', payload: { url: `/a?b=${encodeURIComponent(s)}`, statusText: s } }),
  (s) => event(5, { tag: 'qa.error', payload: { message: s, stack: `Error: ${s}` } }),
  (s) => event(5, { tag: 'qa.page', payload: { kind: 'title', url: '/', title: s } }),
  (s) => event(6, { plugin: 'x', payload: { [s]: [s] } }),
]
const phrase = fc.stringMatching(/^[A-Z][a-z]{4,9}[ -][A-Z0-9&"é]{4,9}$/)

describe('redacting a text', () => {
  it('takes it from everything, in every spelling, and keeps the input as it is', () => {
    fc.assert(
      fc.property(phrase, fc.subarray(PLACES, { minLength: 1 }), (hidden, places) => {
        const events = places.map((place) => place(hidden))
        const before = JSON.stringify(events)
        const json = JSON.stringify(redact(events, { strings: [hidden] }))
        for (const spelling of [hidden, encodeURIComponent(hidden), JSON.stringify(hidden).slice(1, -1)]) {
          expect(json).not.toContain(spelling)
        }
        expect(JSON.stringify(events)).toBe(before)
      }),
    )
  })

  it('keeps lengths and all else, and redacting twice is redacting once', () => {
    fc.assert(
      fc.property(phrase, fc.constantFrom(...PLACES), (hidden, place) => {
        const once = redact([place(hidden)], { strings: [hidden] })
        expect(redact(once, { strings: [hidden] })).toEqual(once)
        const other = [place('something else')]
        expect(redact(other, { strings: [hidden] })).toEqual(other)
      }),
    )
    expect(
      redact([mutation({ texts: [{ id: 4, value: 'to Anna B, now' }] })], { strings: ['Anna B'] }),
    ).toEqual([mutation({ texts: [{ id: 4, value: 'to **** *, now' }] })])
  })

  it('takes its beginnings too, where it was typed', () => {
    const typed = ['A', 'An', 'Ann', 'Anna', 'Anna ', 'Anna S'].map((value) =>
      incremental(5, { id: 3, text: value, isChecked: false }),
    )
    const json = JSON.stringify(redact(typed, { strings: ['Anna S'] }))
    expect(json).not.toMatch(/"A/)
    const edited = ['by A', 'by An', 'by Ann', 'by Anna', 'by Anna ', 'by Anna S'].map((value) =>
      mutation({ texts: [{ id: 4, value }] }),
    )
    expect(JSON.stringify(redact(edited, { strings: ['Anna S'] }))).not.toMatch(/A/)
    expect(JSON.stringify(redact(typed, { strings: ['Bert'] }))).toBe(JSON.stringify(typed))
  })

  it('takes nothing for an empty text', () => {
    const events = PLACES.map((place) => place('Anna'))
    expect(redact(events, { strings: ['', '  '] })).toEqual(events)
  })
})

describe('redacting an element', () => {
  const person = (id: number) =>
    element(id, 'section', { id: 'person', class: 'card', title: 'Anna' }, [
      element(id + 1, 'img', { src: '/anna.png', alt: 'Anna', class: 'face' }),
      element(id + 2, 'input', { value: 'Anna', type: 'checkbox', checked: true }),
      element(id + 3, 'b', { style: 'color: red; background: url(/anna.png)' }, [text(id + 4, 'Hello Anna')]),
    ])
  const later = [
    mutation({
      texts: [{ id: 14, value: 'Bye Anna' }],
      attributes: [{ id: 10, attributes: { title: 'Anna', class: 'x' } }],
    }),
    mutation({
      adds: [
        { parentId: 10, nextId: null, node: element(20, 'p', { title: 'Anna' }) },
        { parentId: 20, nextId: null, node: text(21, 'Anna') },
      ],
    }),
    mutation({ adds: [{ parentId: 2, nextId: null, node: text(14, 'Anna moved') }] }),
    incremental(5, { id: 12, text: 'Anna', isChecked: true }),
    incremental(9, { id: 13, type: 0, commands: [{ property: 'fillText', args: ['Anna'] }] }),
  ]

  it.each([
    ['by its id', { nodes: [{ id: 10, timestamp: 1 }] }],
    ['by a selector', { selectors: ['#person'] }],
    ['by a longer selector', { selectors: ['body > section.card[title="Anna"]'] }],
  ])('takes all that is in it, over all its life, %s', (_name, redactions) => {
    const events = [snapshot([person(10), element(30, 'p', {}, [text(31, 'Shown')])]), ...later]
    const json = JSON.stringify(redact(events, redactions))
    expect(json).not.toMatch(/anna/i)
    expect(json).toContain('Shown')
    expect(json).toContain('"class":"card"')
    expect(json).toContain('***** ****')
    expect(json).toContain('color: red')
    expect(json).not.toContain('"checked"')
    expect(json).not.toContain('"isChecked":true')
  })

  it('means the element of the page on which it was picked', () => {
    const events = [page(1), snapshot([text(10, 'Anna')], 2), page(5), snapshot([text(10, 'Bert')], 6)]
    expect(JSON.stringify(redact(events, { nodes: [{ id: 10, timestamp: 3 }] }))).toMatch(/\*{4}.*Bert/)
    expect(JSON.stringify(redact(events, { nodes: [{ id: 10, timestamp: 9 }] }))).toMatch(/Anna.*\*{4}/)
  })

  it('is not named by steps and signals: its own, those around it, and of fields that it is the label of', () => {
    const target = (nodeId: number, name: string) => ({
      selector: 'p',
      role: 'button',
      name,
      testId: null,
      nodeId,
    })
    const step = (nodeId: number, name: string, value: string | null = null) =>
      event(5, {
        tag: 'qa.step',
        payload: {
          kind: 'click',
          count: 1,
          value,
          target: target(nodeId, name),
          sentence: `Clicks button "${name}"`,
        },
      })
    const signal = event(5, {
      tag: 'qa.signal',
      payload: {
        kind: 'rage-click',
        target: target(4, 'Anna Archer'),
        evidence: { text: 'Anna Archer', count: 5 },
        sentence: 'Clicks 5 times on "Anna Archer"',
      },
    })
    const body = [
      element(3, 'button', {}, [element(4, 'span', {}, [text(5, 'Anna  Archer')]), text(6, ' leaves')]),
      element(7, 'input', {}),
      element(8, 'button', {}, [text(9, 'Pay now')]),
    ]
    const events = [
      snapshot(body),
      step(4, 'Anna Archer', 'Anna'),
      step(3, 'Anna Archer leaves'),
      step(7, 'Name of Anna Archer'),
      step(8, 'Pay now'),
      signal,
    ]
    const json = JSON.stringify(redact(events, { nodes: [{ id: 4, timestamp: 1 }] }))
    expect(json).not.toContain('Anna')
    expect(json).not.toContain('Archer')
    expect(json).toContain('Clicks button \\"Pay now\\"')
    expect(json).toContain('Clicks button ***')
    expect(json).toContain('"count":5')
  })

  it('finds it again on every page by a selector', () => {
    const events = [page(1), snapshot([person(10)], 2), page(5), snapshot([person(40)], 6)]
    expect(JSON.stringify(redact(events, { selectors: ['.card'] }))).not.toMatch(/anna/i)
  })
})

describe('the bytes of a redacted session', () => {
  it('hold nothing of it, and all of it is valid', () => {
    fc.assert(
      fc.property(
        phrase,
        fc.array(fc.constantFrom(...PLACES), { minLength: 1, maxLength: 12 }),
        (hidden, places) => {
          const events = places.map((place, i) => ({ ...place(hidden), timestamp: i + 1 }))
          const redacted = redact(events, { strings: [hidden] })
          const blob = encodeSegment(toNdjson(redacted))
          const text = strFromU8(gunzipSync(blob))
          for (const spelling of [
            hidden,
            encodeURIComponent(hidden),
            encodeURI(hidden),
            JSON.stringify(hidden).slice(1, -1),
          ])
            expect(text).not.toContain(spelling)
          const { events: read, damage } = decodeSegment(blob)
          expect(damage).toEqual([])
          expect(read).toEqual(redacted)
          // A drawing in a field that held it is left out.
          const kept = events.filter(({ timestamp }) => read.some((one) => one.timestamp === timestamp))
          expect(read.map(({ type, timestamp }) => [type, timestamp])).toEqual(
            kept.map(({ type, timestamp }) => [type, timestamp]),
          )
          expect(redact(read, { strings: [hidden] })).toEqual(read)
        },
      ),
    )
  })

  it('hold no number of the page that was redacted', () => {
    const logged = (args: unknown[]) => event(5, { tag: 'qa.console', payload: { level: 'log', args } })
    expect(redact([logged([4915112345, 7])], { strings: ['4915112345'] })).toEqual([
      logged(['**********', 7]),
    ])
  })
})

describe('redacting metadata', () => {
  it('takes the text from title, addresses and tabs', () => {
    const metadata = {
      title: 'Bug for Anna B',
      initialUrl: 'https://example.org/?q=Anna%20B',
      tabs: [{ tab: 0, openedBy: null, title: 'Anna B', url: '/?q=Anna+B' }],
    } as unknown as SessionMetadata
    expect(redactMetadata(metadata, { strings: ['Anna B'] })).toEqual({
      title: 'Bug for **** *',
      initialUrl: 'https://example.org/?q=********',
      tabs: [{ tab: 0, openedBy: null, title: '**** *', url: '/?q=******' }],
    })
  })
})
