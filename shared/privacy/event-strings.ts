import { asCustomEvent, EVENT_TYPE, type SessionEvent } from '../session/events.ts'

/** Where in a session a text is. */
export interface Place {
  /** ms since the epoch. */
  timestamp: number
  /** In words: text, attribute title, input, address, style, console, error, network... */
  where: string
  /** rrweb's id of the node that it belongs to; null where there is none. */
  nodeId: number | null
}

/** Gives what is to stand for a text of the page. */
export type MapText = (text: string, place: Place) => string

/** Keys whose texts are the format's own. */
const FORMAT_KEYS = new Set([
  'tagName',
  'rr_type',
  'property',
  'plugin',
  'tag',
  '$',
  'why',
  'kind',
  'level',
  'method',
  'api',
  'requestId',
  'direction',
  'gap',
])
const STYLE_KEYS = new Set(['_cssText', 'style', 'rule', 'replace', 'replaceSync', 'fontSource', 'set'])
const INPUT_SOURCE = 5
/** Where numbers are the page's, and under which keys: elsewhere they are the format's. */
const VALUE_AREAS = new Set(['console', 'error', 'data'])
const VALUE_KEYS = new Set(['args', 'entries', 'items', 'value', 'values'])
/** Digits of a number that may tell something. */
const SHORTEST_NUMBER = 4

/** A copy of `event` with every text of the page mapped; `event` itself when nothing changes. */
export function mapEventTexts(event: SessionEvent, map: MapText): SessionEvent {
  const { timestamp } = event
  const area = areaOf(event)

  function visit(value: unknown, key: string, where: string, nodeId: number | null): unknown {
    if (typeof value === 'string') {
      return value === '' || FORMAT_KEYS.has(key)
        ? value
        : map(value, { timestamp, where: placeName(key, where), nodeId })
    }
    if (typeof value === 'number' && VALUE_KEYS.has(key) && VALUE_AREAS.has(where)) {
      const text = String(value)
      const mapped = text.length < SHORTEST_NUMBER ? text : map(text, { timestamp, where, nodeId })
      return mapped === text ? value : mapped
    }
    if (Array.isArray(value)) return visitArray(value, key, where, nodeId)
    return typeof value === 'object' && value !== null
      ? visitObject(value as Record<string, unknown>, key, where, nodeId)
      : value
  }

  function visitArray(items: unknown[], key: string, where: string, nodeId: number | null): unknown[] {
    let mapped: unknown[] | null = null
    for (let i = 0; i < items.length; i++) {
      const item = visit(items[i], key, where, nodeId)
      if (item !== items[i]) (mapped ??= items.slice())[i] = item
    }
    return mapped ?? items
  }

  function visitObject(
    object: Record<string, unknown>,
    key: string,
    where: string,
    outer: number | null,
  ): unknown {
    const nodeId = typeof object['id'] === 'number' ? object['id'] : outer
    const inside = insideOf(object, key, where)
    let mapped: Record<string, unknown> | null = null
    for (const [name, value] of Object.entries(object)) {
      const next = visit(value, name, inside, nodeId)
      // Names of the page's own objects are texts as well.
      const nextName = where === 'data' ? map(name, { timestamp, where: area, nodeId: null }) : name
      if (nextName !== name) {
        mapped ??= { ...object }
        Reflect.deleteProperty(mapped, name)
        mapped[nextName] = next
      } else if (next !== value) (mapped ??= { ...object })[name] = next
    }
    return mapped ?? object
  }

  const data = visit(event.data, 'data', area, null)
  return data === event.data ? event : ({ ...event, data } as SessionEvent)
}

function insideOf(object: Record<string, unknown>, key: string, where: string): string {
  if (key === 'attributes') return 'attribute'
  return STYLE_KEYS.has(key) || object['tagName'] === 'style' ? 'style' : where
}

function placeName(key: string, where: string): string {
  if (where === 'attribute') return key === 'style' || key === '_cssText' ? 'style' : `attribute ${key}`
  if (where === 'page' && key === 'href') return 'address'
  return STYLE_KEYS.has(key) ? 'style' : where
}

function areaOf(event: SessionEvent): string {
  const custom = asCustomEvent(event)
  if (custom) return custom.data.tag.slice('qa.'.length)
  if (event.type === (EVENT_TYPE.custom as number) || event.type === (EVENT_TYPE.plugin as number))
    return 'data'
  if (event.type === (EVENT_TYPE.meta as number)) return 'page'
  return (event.data as { source?: unknown } | null)?.source === INPUT_SOURCE ? 'input' : 'text'
}
