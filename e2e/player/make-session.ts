import type { CustomPayloads, CustomTag, SessionEvent } from '../../shared/session/events.ts'
import { encodeSegment } from '../../shared/session/segment-codec.ts'
import { customEvent, metadataFixture, STARTED_AT_MS, toNdjson } from '../../shared/session/testing.ts'
import type { PlayerPage } from './serve-player.ts'

/** rrweb's serialized nodes, as far as tests need them. */
export type MadeNode =
  string | { tag: string; attributes?: Record<string, string | number | boolean>; children?: MadeNode[] }

/** A snapshot of a page with this in its body, and the size of its window. */
export function pageEvents(body: MadeNode[], atMs = 0, head: MadeNode[] = []): SessionEvent[] {
  let id = 1
  const serialize = (node: MadeNode): object => {
    if (typeof node === 'string') return { type: 3, textContent: node, id: ++id }
    const own = ++id
    const { tag, attributes = {}, children = [] } = node
    return { type: 2, tagName: tag, attributes, childNodes: children.map(serialize), id: own }
  }
  const html = serialize({
    tag: 'html',
    children: [
      { tag: 'head', children: head },
      { tag: 'body', children: body },
    ],
  })
  const timestamp = STARTED_AT_MS + atMs
  const node = { type: 0, childNodes: [html], id: 1 }
  const events: unknown[] = [
    { type: 4, timestamp, data: { href: 'https://shop.example/', width: 800, height: 600 } },
    { type: 2, timestamp, data: { node, initialOffset: { left: 0, top: 0 } } },
  ]
  return events as SessionEvent[]
}

export const made = <Tag extends CustomTag>(tag: Tag, payload: CustomPayloads[Tag], atMs: number) =>
  customEvent(tag, payload, atMs)

/** Serves a session of these events at `?session=<name>`. */
export function serveSession(player: PlayerPage, name: string, events: SessionEvent[]): void {
  const last = Math.max(...events.map(({ timestamp }) => timestamp))
  const blob = encodeSegment(toNdjson(events))
  const segment = {
    tab: 0,
    index: 0,
    start: STARTED_AT_MS,
    end: last,
    events: events.length,
    bytes: blob.length,
    sha256: '0'.repeat(64),
  }
  const metadata = metadataFixture({
    duration: last - STARTED_AT_MS,
    segments: [segment],
    viewport: { width: 800, height: 600 },
    initialUrl: 'https://shop.example/',
  })
  player.files.set(`/fixtures/${name}/metadata.json`, JSON.stringify(metadata))
  player.files.set(`/fixtures/${name}/0-0.ndjson.gz`, blob)
}
