import { list, pairs, preview } from '../model/serialized-text.ts'

/** A property or an item of a value, as one line below it. */
export interface ValueChild {
  name: string
  value: unknown
}

/** What is shown below a value when it is opened; empty when it cannot be. The value comes from a file. */
export function childrenOf(value: unknown): ValueChild[] {
  if (typeof value !== 'object' || value === null || !('$' in value)) return []
  const tagged = value as Record<string, unknown>
  switch (tagged.$) {
    case 'array':
    case 'set':
      return list(tagged.items).map((item, index) => ({ name: String(index), value: item }))
    case 'object':
      return named(tagged.entries)
    case 'map':
      return pairs(tagged.entries).map(([key, item]) => ({ name: preview(key, 1), value: item }))
    case 'error':
      return [
        ...(typeof tagged.stack === 'string' ? [{ name: 'stack', value: tagged.stack }] : []),
        ...(tagged.cause === undefined ? [] : [{ name: 'cause', value: tagged.cause }]),
        ...named(tagged.entries),
      ]
    default:
      return []
  }
}

/** How many children were left out when the value was recorded. */
export function leftOut(value: unknown): number {
  const more = (value as { more?: unknown } | null)?.more
  return typeof more === 'number' && more > 0 ? more : 0
}

const named = (entries: unknown): ValueChild[] =>
  pairs(entries).map(([name, value]) => ({ name: String(name), value }))

/** The class that gives a value its colour. */
export function valueKind(value: unknown): 'string' | 'number' | 'keyword' | 'error' | 'other' {
  if (typeof value === 'string') return 'string'
  if (typeof value === 'number') return 'number'
  if (typeof value === 'boolean' || value === null) return 'keyword'
  const tag = (value as { $?: unknown }).$
  if (tag === 'string' || tag === 'regexp') return 'string'
  if (tag === 'number' || tag === 'bigint') return 'number'
  if (tag === 'undefined' || tag === 'symbol') return 'keyword'
  return tag === 'error' ? 'error' : 'other'
}
