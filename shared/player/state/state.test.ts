import { EventType, IncrementalSource, NodeType, type fullSnapshotEvent } from '@rrweb/types'
import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import type { SessionEvent } from '../../session/events.ts'
import { event, increment, START } from '../testing/events.ts'
import { stateOfSnapshot } from './build-state.ts'
import { append, itemsBeyond, itemsOf } from './chain.ts'
import { Checkpoints } from './checkpoints.ts'
import { diffEvents } from './diff.ts'
import type { DocumentState } from './document-state.ts'
import { longestIncreasing } from './longest-increasing.ts'
import { rebuildEvents } from './rebuild.ts'
import { reduceEvent } from './reduce.ts'

interface Raw {
  id: number
  [field: string]: unknown
}

const text = (id: number, textContent: string): Raw => ({ id, type: NodeType.Text, textContent })
const element = (
  id: number,
  tagName: string,
  childNodes: Raw[] = [],
  more: Record<string, unknown> = {},
): Raw => ({
  id,
  type: NodeType.Element,
  tagName,
  attributes: {},
  childNodes,
  ...more,
})

const BODY = 4
/** A page with a style element, a list, a field and a frame. */
const SNAPSHOT = event(EventType.FullSnapshot, 0, {
  node: {
    id: 1,
    type: NodeType.Document,
    childNodes: [
      { id: 2, type: NodeType.DocumentType, name: 'html', publicId: '', systemId: '' },
      element(3, 'html', [
        element(5, 'head', [element(6, 'style', [text(7, 'a {}')])]),
        element(BODY, 'body', [
          element(8, 'ul', [element(9, 'li', [text(10, 'one')]), element(11, 'li', [text(12, 'two')])]),
          element(13, 'input', [], { attributes: { value: 'start' } }),
          element(14, 'iframe'),
        ]),
      ]),
    ],
  },
  initialOffset: { top: 0, left: 0 },
}) as fullSnapshotEvent

const mutation = (data: Record<string, unknown>) =>
  increment(1, {
    source: IncrementalSource.Mutation,
    adds: [],
    removes: [],
    texts: [],
    attributes: [],
    ...data,
  })
const add = (parentId: number, node: Raw, nextId: number | null = null) => ({ parentId, nextId, node })

const stateAfter = (...events: SessionEvent[]) => {
  const state = stateOfSnapshot(SNAPSHOT)
  for (const one of events) reduceEvent(state, one)
  return state
}

/** A state as text: its tree, and everything that is kept beside it. */
function describe(state: DocumentState): string {
  const lines: string[] = []
  const visit = (id: number, depth: number) => {
    const { kind, attributes, style, text: content, children, shadow } = state.nodes.get(id)!
    lines.push(
      [
        ' '.repeat(depth),
        id,
        kind.tagName ?? kind.type,
        JSON.stringify(Object.entries(attributes ?? {}).sort()),
        JSON.stringify(style ?? {}),
        content ?? '',
        JSON.stringify(state.fields.get(id) ?? null),
        JSON.stringify(state.scrolls.get(id) ?? { x: 0, y: 0 }),
        JSON.stringify(itemsOf(state.rules.get(id))),
        JSON.stringify(state.adopted.get(id) ?? []),
      ].join(' '),
    )
    for (const child of [...children, ...shadow]) visit(child, depth + 1)
  }
  visit(state.root, 0)
  lines.push(`${lines.length} of ${state.nodes.size}`)
  return lines.join('\n')
}

/** What one gets by applying the events of a transition. */
function applied(from: DocumentState, events: readonly SessionEvent[]): DocumentState {
  let state = from.copy()
  for (const one of events) {
    if (one.type === EventType.FullSnapshot) state = stateOfSnapshot(one)
    else reduceEvent(state, one)
  }
  return state
}

const childrenOf = (state: DocumentState, id: number) => state.nodes.get(id)?.children

test('nodes are added where they belong, also before what they are placed by is there', () => {
  const state = stateAfter(
    mutation({
      adds: [add(20, text(21, 'x')), add(8, element(20, 'li'), 22), add(8, element(22, 'li'), 11)],
    }),
  )
  expect(childrenOf(state, 8)).toEqual([9, 20, 22, 11])
  expect(childrenOf(state, 20)).toEqual([21])
})

test('what cannot be placed is left out', () => {
  const before = describe(stateAfter())
  expect(
    describe(stateAfter(mutation({ adds: [add(99, element(20, 'li')), add(8, element(21, 'li'), 98)] }))),
  ).toBe(before)
})

test('a node that is removed takes all below it and what was known of it', () => {
  const state = stateAfter(
    increment(1, { source: IncrementalSource.Input, id: 13, text: 'a', isChecked: false }),
    mutation({
      removes: [
        { parentId: BODY, id: 13 },
        { parentId: BODY, id: 8 },
        { parentId: 3, id: 98 },
      ],
    }),
  )
  expect(childrenOf(state, BODY)).toEqual([14])
  expect([8, 9, 10, 12, 13].some((id) => state.nodes.has(id))).toBe(false)
  expect(state.fields.size).toBe(0)
})

test('a document gets one root element', () => {
  const state = stateAfter(mutation({ adds: [add(1, element(30, 'html', []))] }))
  expect(childrenOf(state, 1)).toEqual([2, 30])
  expect(state.nodes.has(BODY)).toBe(false)
})

test('the document of a frame is attached, also when it comes first, and replaced', () => {
  const document = (id: number): Raw => ({
    id,
    type: NodeType.Document,
    childNodes: [element(id + 1, 'html')],
  })
  const state = stateAfter(
    mutation({ isAttachIframe: true, adds: [add(14, document(40))] }),
    mutation({ isAttachIframe: true, adds: [add(60, document(50))] }),
    mutation({ adds: [add(BODY, element(60, 'iframe'))] }),
  )
  expect(childrenOf(state, 14)).toEqual([40])
  expect(childrenOf(state, 60)).toEqual([50])
  reduceEvent(state, mutation({ isAttachIframe: true, adds: [add(14, document(70))] }))
  expect(childrenOf(state, 14)).toEqual([70])
  expect(state.nodes.has(41)).toBe(false)
})

test('a node cannot be put below itself', () => {
  const before = describe(stateAfter())
  expect(describe(stateAfter(mutation({ adds: [add(9, element(8, 'ul'))] })))).toBe(before)
})

test('attributes change, styles are set on top of theirs, a closed dialog is no modal', () => {
  const change = (attributes: Record<string, unknown>) => mutation({ attributes: [{ id: 8, attributes }] })
  const state = stateAfter(
    change({ class: 'a', style: 'color: red', open: '', rr_open_mode: 'modal' }),
    change({ style: { color: 'blue', top: ['1px', 'important'] } }),
    change({ style: { color: false } }),
    change({ open: null, class: null }),
  )
  const node = state.nodes.get(8)!
  expect(node.attributes).toEqual({ style: 'color: red' })
  expect(node.style).toEqual({ color: false, top: ['1px', 'important'] })
  reduceEvent(state, change({ style: 'top: 0' }))
  expect(state.nodes.get(8)!.style).toBeNull()
})

test('rules are lost when a sheet is parsed anew', () => {
  const rule = increment(1, { source: IncrementalSource.StyleSheetRule, id: 6, adds: [{ rule: 'b {}' }] })
  const state = stateAfter(rule, rule)
  expect(itemsOf(state.rules.get(6))).toHaveLength(2)
  reduceEvent(state, mutation({ texts: [{ id: 7, value: 'c {}' }] }))
  expect(state.rules.has(6)).toBe(false)
})

test('copies do not see each other’s changes', () => {
  const state = stateAfter()
  const copy = state.copy()
  const before = describe(state)
  reduceEvent(
    copy,
    mutation({ texts: [{ id: 10, value: 'changed' }], attributes: [{ id: 9, attributes: { a: 'b' } }] }),
  )
  expect(describe(state)).toBe(before)
  const copied = describe(copy)
  reduceEvent(state, mutation({ texts: [{ id: 10, value: 'other' }] }))
  expect(describe(copy)).toBe(copied)
})

test('only what differs is touched', () => {
  const from = stateAfter()
  const to = stateAfter(mutation({ texts: [{ id: 12, value: 'zwei' }] }))
  const [change, ...others] = diffEvents(from, to)
  expect(change?.data).toMatchObject({
    adds: [],
    removes: [],
    texts: [{ id: 12, value: 'zwei' }],
    attributes: [],
  })
  expect(others).toEqual([])
})

test('one that comes to another place is moved, and no other', () => {
  const items = Array.from({ length: 6 }, (_, i) => element(20 + i, 'li'))
  const list = mutation({ adds: items.map((item) => add(8, item)) })
  const to = stateAfter(
    list,
    mutation({ removes: [{ parentId: 8, id: 25 }], adds: [add(8, element(25, 'li'), 20)] }),
  )
  const [change] = diffEvents(stateAfter(list), to)
  expect(change?.data).toMatchObject({
    removes: [{ id: 25 }],
    adds: [{ parentId: 8, nextId: 20, node: { id: 25 } }],
  })
})

test('a field that was typed into is built anew where nobody has typed yet', () => {
  const typed = stateAfter(
    increment(1, { source: IncrementalSource.Input, id: 13, text: 'abc', isChecked: false }),
  )
  const [change, ...others] = diffEvents(typed, stateAfter())
  expect(change?.data).toMatchObject({ removes: [{ id: 13 }], adds: [{ nextId: 14, node: { id: 13 } }] })
  expect(others).toEqual([])
})

test('longest run of increasing values', () => {
  const values = [3, 1, 4, 1, 5, 9, 2, 6]
  const run = longestIncreasing(values).map((index) => values[index]!)
  expect(run).toEqual([...run].sort((a, b) => a - b))
  expect(run).toHaveLength(4)
  expect(longestIncreasing([])).toEqual([])
})

test('a chain gives what one has beyond another', () => {
  const one = append(append(null, 1), 2)
  const two = append(append(one, 3), 4)
  expect(itemsBeyond(one, two)).toEqual([3, 4])
  expect(itemsBeyond(two, one)).toBeNull()
  expect(itemsBeyond(null, one)).toEqual([1, 2])
  expect(itemsBeyond(append(one, 9), two)).toBeNull()
})

/** Any change of the page; ids from 1 to 40 may be there or not. */
const ids = fc.integer({ min: 2, max: 40 })
const anyEvent: fc.Arbitrary<SessionEvent> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .record({
        parentId: ids,
        id: fc.integer({ min: 20, max: 40 }),
        nextId: fc.option(ids),
        tag: fc.constantFrom('div', 'style', 'iframe', 'input'),
        isShadow: fc.boolean(),
      })
      .map(({ parentId, id, nextId, tag, isShadow }) =>
        mutation({ adds: [add(parentId, element(id, tag, [], isShadow ? { isShadow } : {}), nextId)] }),
      ),
  },
  fc
    .record({ parentId: ids, id: fc.integer({ min: 20, max: 40 }), value: fc.constantFrom('x', 'y') })
    .map(({ parentId, id, value }) => mutation({ adds: [add(parentId, text(id, value))] })),
  fc.record({ parentId: ids, id: ids }).map((remove) => mutation({ removes: [remove] })),
  fc.record({ id: ids, value: fc.constantFrom('p', 'q') }).map((change) => mutation({ texts: [change] })),
  fc
    .record({
      id: ids,
      attributes: fc.dictionary(fc.constantFrom('class', 'title'), fc.option(fc.constantFrom('m', 'n'))),
    })
    .map((change) => mutation({ attributes: [change] })),
  fc
    .record({ id: ids, color: fc.constantFrom('red', false) })
    .map(({ id, color }) => mutation({ attributes: [{ id, attributes: { style: { color } } }] })),
  fc
    .record({ id: ids, text: fc.constantFrom('t', 'u'), isChecked: fc.boolean() })
    .map((data) => increment(1, { source: IncrementalSource.Input, ...data })),
  fc
    .record({ id: ids, x: fc.constant(0), y: fc.integer({ min: 0, max: 3 }) })
    .map((data) => increment(1, { source: IncrementalSource.Scroll, ...data })),
  fc
    .record({ id: ids, rule: fc.constantFrom('a {}', 'b {}') })
    .map(({ id, rule }) => increment(1, { source: IncrementalSource.StyleSheetRule, id, adds: [{ rule }] })),
  fc.record({ parentId: ids, id: fc.constantFrom(50, 60) }).map(({ parentId, id }) =>
    mutation({
      isAttachIframe: true,
      adds: [add(parentId, { id, type: NodeType.Document, childNodes: [element(id + 1, 'html')] })],
    }),
  ),
)

test('from any state to any other of the same document, in either direction of time', () => {
  fc.assert(
    fc.property(
      fc.array(anyEvent, { maxLength: 30 }),
      fc.array(anyEvent, { maxLength: 30 }),
      (first, second) => {
        const early = stateAfter(...first)
        const late = stateAfter(...first, ...second)
        expect(describe(applied(early, diffEvents(early, late)))).toBe(describe(late))
        expect(describe(applied(late, diffEvents(late, early)))).toBe(describe(early))
        expect(diffEvents(late, late.copy())).toEqual(
          [mutation({ adds: [] })].map((one) => ({ ...one, timestamp: 0 })),
        )
      },
    ),
    { numRuns: 300 },
  )
})

test('a state is rebuilt from nothing', () => {
  fc.assert(
    fc.property(fc.array(anyEvent, { maxLength: 40 }), (events) => {
      const state = stateAfter(...events)
      expect(describe(applied(state, rebuildEvents(state)))).toBe(describe(state))
    }),
  )
})

test('checkpoints give the state of any time, and apply few events for it', () => {
  const events = Array.from({ length: 10_000 }, (_, i) => ({
    ...mutation({ texts: [{ id: 10, value: String(i) }] }),
    timestamp: START + Math.floor(i / 2),
  }))
  const range = {
    fromSnapshot: () => [SNAPSHOT as SessionEvent],
    between: vi.fn((after: number, until: number) =>
      events.filter(({ timestamp }) => timestamp > after && timestamp <= until),
    ),
  }
  const checkpoints = new Checkpoints(range)
  const textAt = (time: number) => checkpoints.stateAt(START, START + time).nodes.get(10)?.text
  // Two events of one time are both applied, or neither.
  expect(textAt(4999)).toBe('9999')
  expect(textAt(1)).toBe('3')
  expect(textAt(4500)).toBe('9001')
  expect((range.between.mock.results.at(-1)?.value as SessionEvent[]).length).toBeLessThan(4100)
  checkpoints.forget()
  expect(textAt(2)).toBe('5')
})
