import { EventType, IncrementalSource } from '@rrweb/types'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { event, increment, meta } from '../testing/events.ts'
import { inertAttributes, isRecord } from './inert-node.ts'
import { makeInert } from './inert.ts'

const snapshotOf = (node: unknown) => event(EventType.FullSnapshot, 1, { node })
const element = (tagName: string, attributes: Record<string, unknown>, more = {}) => ({
  type: 2,
  id: 5,
  tagName,
  attributes,
  childNodes: [],
  ...more,
})

/** The element as it is after being made inert. */
function inert(tagName: string, attributes: Record<string, unknown>, more = {}) {
  const node = element(tagName, attributes, more)
  expect(makeInert(snapshotOf(node))).toBe(true)
  return node
}

test.each([
  ['img', { onerror: 'x()', ONLOAD: 'x()', alt: 'a' }, { alt: 'a' }],
  ['a', { href: 'javascript:x()', ping: 'https://e.example' }, { href: '#' }],
  ['a', { href: ' java\tscript:x()' }, { href: '#' }],
  ['a', { href: 'https://ok.example/' }, { href: 'https://ok.example/' }],
  ['a', { href: 'data:text/html,<script>' }, { href: '#' }],
  ['img', { src: 'data:image/png;base64,AA' }, { src: 'data:image/png;base64,AA' }],
  ['iframe', { src: 'https://e.example', srcdoc: '<script>', allow: 'camera', width: '9' }, { width: '9' }],
  ['object', { data: 'https://e.example/x.swf', type: 'text/html' }, {}],
  ['embed', { src: 'https://e.example/x.swf' }, {}],
  ['base', { href: 'https://e.example/', target: '_top' }, {}],
  [
    'meta',
    { 'http-equiv': 'refresh', content: '0;url=https://e.example' },
    { content: '0;url=https://e.example' },
  ],
  ['form', { action: 'https://e.example', class: 'f' }, { class: 'f' }],
  ['button', { formaction: 'javascript:x()' }, {}],
  ['input', { autofocus: true, value: 'v' }, { value: 'v' }],
  ['link', { rel: 'preconnect', href: 'https://e.example' }, {}],
  [
    'link',
    { rel: 'stylesheet', _cssText: 'a{}', href: 'https://e.example/a.css' },
    { rel: 'stylesheet', _cssText: 'a{}' },
  ],
  ['a', { rel: 'noopener prefetch' }, { rel: 'noopener' }],
  ['canvas', { rr_dataURL: 'https://e.example/a.png' }, {}],
  ['video', { poster: 'javascript:x()' }, {}],
])('<%s %j> keeps %j', (tag, before, after) => expect(inert(tag, before).attributes).toEqual(after))

test('scripts are known in any spelling, also in SVG', () => {
  expect(inert('SCRIPT', {}).tagName).toBe('script')
  expect(inert('Script', {}, { isSVG: true }).tagName).toBe('script')
  expect(inert('linearGradient', {}, { isSVG: true }).tagName).toBe('linearGradient')
})

test('an animation cannot put a link where none was', () => {
  expect(
    inert('set', { attributeName: 'xlink:href', to: 'javascript:x()' }, { isSVG: true }).attributes,
  ).toEqual({})
})

test('children, and frames in frames, are reached', () => {
  const leaf = element('img', { onerror: 'x()' })
  inert('div', {}, { childNodes: [element('p', {}, { childNodes: [leaf] }), null, 'text', { type: 2 }] })
  expect(leaf.attributes).toEqual({})
})

test('what is added or changed later is made inert too', () => {
  const added = element('iframe', { srcdoc: '<script>' })
  const change = {
    id: 5,
    attributes: {
      onclick: 'x()',
      rel: 'dns-prefetch',
      href: 'vbscript:x',
      class: 'c',
      title: null,
      src: 'https://e.example/may-be-a-frame',
      data: 'data:image/png;base64,AA',
    },
  }
  const event = increment(1, {
    source: IncrementalSource.Mutation,
    adds: [{ parentId: 1, nextId: null, node: added }, { node: added }, 7],
    attributes: [change, null],
  })
  expect(makeInert(event)).toBe(true)
  expect(added.attributes).toEqual({})
  expect(change.attributes).toEqual({
    href: '#',
    class: 'c',
    title: null,
    src: 'data:,',
    data: 'data:image/png;base64,AA',
  })
  expect(event.data).toMatchObject({ adds: [{ parentId: 1 }], removes: [], texts: [], attributes: [change] })
})

test('fonts from the network and canvas commands are dropped', () => {
  const font = (fontSource: string) =>
    increment(1, { source: IncrementalSource.Font, family: 'F', fontSource, buffer: false })
  expect(makeInert(font('url(https://e.example/f.woff2)'))).toBe(false)
  expect(makeInert(font('url("data:font/woff2;base64,AA")'))).toBe(true)
  expect(makeInert(increment(1, { source: IncrementalSource.CanvasMutation, id: 1 }))).toBe(false)
})

test('a viewport without a size is none', () => {
  expect(makeInert(meta(1, NaN, 5))).toBe(false)
  expect(makeInert(meta(1, 1e9, 5))).toBe(false)
  expect(makeInert(meta(1))).toBe(true)
})

test('never throws, whatever an event holds', () => {
  const source = fc.constantFrom(
    ...Object.values(IncrementalSource).filter((value) => typeof value === 'number'),
  )
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 6 }), fc.jsonValue(), source, (type, data, kind) => {
      const value: unknown = isRecord(data) ? { ...data, source: kind } : data
      expect(typeof makeInert(event(type, 1, value))).toBe('boolean')
    }),
  )
})

test('no attribute that runs something is left, however it is spelled', () => {
  const name = fc.constantFrom(
    'onclick',
    'OnMouseOver',
    'srcdoc',
    'SrcDoc',
    'formAction',
    'HTTP-EQUIV',
    'ping',
  )
  fc.assert(
    fc.property(name, fc.constantFrom('div', 'iframe', 'svg', null), (attribute, tag) => {
      expect(inertAttributes(tag, { [attribute]: 'x' })).toEqual({})
    }),
  )
})
