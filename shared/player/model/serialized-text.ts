import type { SerializedValue } from '../../session/serialized-value.ts'

/** It comes from a file: any part of it may be missing or of another type. */
type Tagged = Record<string, unknown> & { $?: Extract<SerializedValue, object>['$'] }

/** So many items or properties are told of in one line. */
const MAX_ITEMS = 5

/** So much of a string is shown; it can be a whole document. */
const MAX_CHARS = 10_000

/** A value in one line, as browsers write arguments: strings bare, objects with their first properties. */
export function serializedText(value: SerializedValue): string {
  return typeof value === 'string' ? value : preview(value, 0)
}

/** A value in one line, strings quoted. @param depth how far inside of another value it is */
export function preview(value: unknown, depth = 0): string {
  if (typeof value === 'string') return `'${value.slice(0, MAX_CHARS)}'`
  if (typeof value !== 'object' || value === null) return String(value)
  return previewTagged(value as Tagged, depth)
}

function previewTagged(value: Tagged, depth: number): string {
  switch (value.$) {
    case 'undefined':
      return 'undefined'
    case 'number':
      return text(value.value)
    case 'bigint':
      return `${text(value.value)}n`
    case 'symbol':
      return `Symbol(${text(value.description)})`
    case 'string':
      return `'${text(value.head)}…'`
    case 'function':
      return value.isClass === true ? `class ${text(value.name)}` : `ƒ ${text(value.name)}()`
    case 'date':
      return text(value.iso) || 'Invalid Date'
    case 'regexp':
      return text(value.source)
    case 'error':
      return `${text(value.name)}: ${text(value.message)}`
    case 'node':
      return text(value.html)
    case 'cycle':
      return '[Circular]'
    case 'hidden':
      return '…'
    default:
      return previewCollection(value, depth)
  }
}

/** What is inside of another value is only named, as in a browser's console. */
function previewCollection(value: Tagged, depth: number): string {
  const count = sizeOf(value)
  switch (value.$) {
    case 'array': {
      const name = text(value.name) || 'Array'
      const head = name === 'Array' ? `(${count})` : `${name}(${count})`
      return depth > 0 ? `${name}(${count})` : `${head} [${listed(list(value.items), count)}]`
    }
    case 'set':
      return depth > 0 ? `Set(${count})` : `Set(${count}) {${listed(list(value.items), count)}}`
    case 'map': {
      const entries = pairs(value.entries).map(([key, item]) => `${preview(key, 1)} => ${preview(item, 1)}`)
      return depth > 0 ? `Map(${count})` : `Map(${count}) {${cut(entries, count)}}`
    }
    case 'object': {
      const name = value.name === 'Object' || !text(value.name) ? '' : `${text(value.name)} `
      const entries = pairs(value.entries).map(([key, item]) => `${text(key)}: ${preview(item, 1)}`)
      return depth > 0 ? `${name}{…}` : `${name}{${cut(entries, count)}}`
    }
    default:
      // A kind that this build does not know.
      return '…'
  }
}

/** How many items or properties a value had when it was recorded, with those that were left out. */
function sizeOf({ items, entries, more }: Tagged): number {
  return list(items).length + pairs(entries).length + (typeof more === 'number' ? more : 0)
}

const text = (value: unknown) => (typeof value === 'string' ? value : '')

export const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])

/** The pairs of a list of entries; what is no pair is left out. */
export const pairs = (value: unknown): [unknown, unknown][] =>
  list(value).filter((item): item is [unknown, unknown] => Array.isArray(item) && item.length === 2)

const listed = (items: unknown[], count: number) =>
  cut(
    items.slice(0, MAX_ITEMS).map((item) => preview(item, 1)),
    count,
  )

function cut(texts: string[], count: number): string {
  const shown = texts.slice(0, MAX_ITEMS)
  return shown.join(', ') + (count > shown.length ? (shown.length > 0 ? ', …' : '…') : '')
}
