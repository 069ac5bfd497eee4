import { EventType, IncrementalSource, NodeType } from '@rrweb/types'
import type { SessionEvent } from '../../shared/session/events.ts'

/** A session as a recorder makes it of a page that is in use for an hour: 200,000 events. */
export interface SessionShape {
  events: number
  durationMs: number
  /** Full snapshots: one a page that is opened. */
  pages: number
}

interface Node {
  id: number
  type: number
  tagName?: string
  attributes?: Record<string, string>
  childNodes?: Node[]
  textContent?: string
}

const ROWS = 400
const START = 1_700_000_000_000

/** The same session for the same shape. */
export function makeSession({ events: count, durationMs, pages }: SessionShape): SessionEvent[] {
  const random = seeded(7)
  const events: SessionEvent[] = []
  const perPage = Math.floor(count / pages)
  let page = createPage(0)
  for (let i = 0; i < count; i++) {
    const timestamp = START + Math.round((i / count) * durationMs)
    if (i % perPage === 0 && i / perPage < pages) {
      page = createPage(i / perPage)
      const meta = { href: `https://shop.example/${i}`, width: 1280, height: 800 }
      events.push(asEvent(EventType.Meta, timestamp, meta))
      events.push(asEvent(EventType.FullSnapshot, timestamp, page.snapshot()))
      continue
    }
    events.push(asEvent(EventType.IncrementalSnapshot, timestamp, page.next(random)))
  }
  return events
}

const asEvent = (type: EventType, timestamp: number, data: object) =>
  ({ type, timestamp, data }) as unknown as SessionEvent

/** A table whose cells change and whose rows come and go, a field, a pointer: the mix of a dashboard. */
function createPage(number: number) {
  let nextId = 10
  const cells: number[] = []
  const rows: { id: number; node: Node }[] = []
  const text = (textContent: string): Node => ({ id: nextId++, type: NodeType.Text, textContent })
  const element = (tagName: string, childNodes: Node[], attributes: Record<string, string> = {}): Node => ({
    id: nextId++,
    type: NodeType.Element,
    tagName,
    attributes,
    childNodes,
  })
  const row = (i: number): Node => {
    const columns = [`Order ${i}`, 'Tideline Mug', `${i * 3}.50`, 'waiting'].map((content) => {
      const cell = text(content)
      cells.push(cell.id)
      return element('td', [cell], { class: 'cell' })
    })
    const node = element('tr', columns, { class: 'row', 'data-row': String(i) })
    rows.push({ id: node.id, node })
    return node
  }
  const style = element('style', [text('td { padding: 4px } .busy { color: red }')])
  const field = element('input', [], { type: 'text', value: '' })
  const body = element(
    'tbody',
    Array.from({ length: ROWS }, (_, i) => row(i)),
  )
  const html = element('html', [
    element('head', [style]),
    element('body', [element('h1', [text(`Page ${number}`)]), field, element('table', [body])]),
  ])
  let made = ROWS

  return {
    snapshot: () => ({
      node: { id: 1, type: NodeType.Document, childNodes: [html] },
      initialOffset: { top: 0, left: 0 },
    }),
    next(random: () => number): object {
      const kind = random()
      const any = <Item>(items: readonly Item[]) => items[Math.floor(random() * items.length)]!
      const mutation = (changes: object) => ({
        source: IncrementalSource.Mutation,
        adds: [],
        removes: [],
        texts: [],
        attributes: [],
        ...changes,
      })
      if (kind < 0.45) {
        const positions = [{ x: random() * 1280, y: random() * 800, id: any(rows).id, timeOffset: 0 }]
        return { source: IncrementalSource.MouseMove, positions }
      }
      if (kind < 0.6) return mutation({ texts: [{ id: any(cells), value: random().toFixed(4) }] })
      if (kind < 0.8) {
        const attributes = { class: random() < 0.5 ? 'row busy' : 'row' }
        return mutation({ attributes: [{ id: any(rows).id, attributes }] })
      }
      if (kind < 0.84) {
        const { id } = rows.pop()!
        cells.splice(-4)
        return mutation({
          removes: [{ id, parentId: body.id }],
          adds: [{ parentId: body.id, nextId: null, node: row(made++) }],
        })
      }
      if (kind < 0.95) {
        return { source: IncrementalSource.Scroll, id: 1, x: 0, y: Math.floor(random() * 6000) }
      }
      return {
        source: IncrementalSource.Input,
        id: field.id,
        text: random().toFixed(6),
        isChecked: false,
      }
    },
  }
}

/** mulberry32 (github.com/cprosche/mulberry32, public domain). */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
