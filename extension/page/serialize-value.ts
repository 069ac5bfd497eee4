import { matches, slice } from '../../shared/privacy/natives.ts'
import type { SerializedValue } from '../../shared/session/serialized-value.ts'

/** Caps, so that a log of a whole application state costs the page little. A string of 5,000 is Sentry's cap too. */
const MAX_DEPTH = 6
const MAX_ENTRIES = 100
const MAX_STRING_LENGTH = 5_000
/** Values in one call's arguments, all together. */
const MAX_VALUES = 2_000

/** The arguments of one call as JSON. Getters are not run, and nothing throws. */
export function serializeArguments(args: readonly unknown[]): SerializedValue[] {
  const serialize = createSerializer()
  return args.slice(0, MAX_ENTRIES).map((arg) => serialize(arg, 0))
}

export function serializeValue(value: unknown): SerializedValue {
  return createSerializer()(value, 0)
}

function createSerializer(): (value: unknown, depth: number) => SerializedValue {
  const open = new Set<object>()
  let left = MAX_VALUES

  function serialize(value: unknown, depth: number): SerializedValue {
    if (left-- <= 0) return { $: 'hidden', why: 'budget' }
    switch (typeof value) {
      case 'string':
        return value.length > MAX_STRING_LENGTH
          ? { $: 'string', head: cutText(value, MAX_STRING_LENGTH), length: value.length }
          : value
      case 'number':
        return serializeNumber(value)
      case 'boolean':
        return value
      case 'undefined':
        return { $: 'undefined' }
      case 'bigint':
        return { $: 'bigint', value: cutText(String(value), MAX_STRING_LENGTH) }
      case 'symbol':
        return { $: 'symbol', description: value.description ?? '' }
      case 'function':
        return serializeFunction(value)
      case 'object':
        if (value === null) return null
        return serializeObject(value, depth)
    }
  }

  function serializeObject(object: object, depth: number): SerializedValue {
    if (open.has(object)) return { $: 'cycle' }
    open.add(object)
    try {
      return describeObject(object, depth)
    } catch {
      // A Proxy may throw from any trap.
      return { $: 'hidden', why: 'throws' }
    } finally {
      open.delete(object)
    }
  }

  function describeObject(object: object, depth: number): SerializedValue {
    if (object instanceof Node) return { $: 'node', html: describeNode(object) }
    if (object instanceof Error) return serializeError(object, depth)
    if (object instanceof Date) {
      return { $: 'date', iso: Number.isNaN(Number(object)) ? null : object.toISOString() }
    }
    if (object instanceof RegExp) return { $: 'regexp', source: String(object) }
    if (depth >= MAX_DEPTH) return { $: 'hidden', why: 'depth' }
    if (Array.isArray(object) || ArrayBuffer.isView(object))
      return serializeArray(object as ArrayLike<unknown> & object, depth)
    if (object instanceof Map) {
      const entries = take(object.entries()).map(([key, value]): [SerializedValue, SerializedValue] => [
        serialize(key, depth + 1),
        serialize(value, depth + 1),
      ])
      return { $: 'map', entries, ...more(object.size, entries.length) }
    }
    if (object instanceof Set) {
      const items = take(object.values()).map((item) => serialize(item, depth + 1))
      return { $: 'set', items, ...more(object.size, items.length) }
    }
    const keys = Object.keys(object)
    const entries = serializeEntries(object, keys.slice(0, MAX_ENTRIES), depth)
    return { $: 'object', name: constructorName(object), entries, ...more(keys.length, entries.length) }
  }

  function serializeArray(array: ArrayLike<unknown> & object, depth: number): SerializedValue {
    const length = Math.min(array.length, MAX_ENTRIES)
    const items = Array.from({ length }, (_, i) => serializeProperty(array, String(i), depth))
    return { $: 'array', name: constructorName(array), items, ...more(array.length, length) }
  }

  function serializeError(error: Error, depth: number): SerializedValue {
    const entries = serializeEntries(error, Object.keys(error).slice(0, MAX_ENTRIES), depth)
    return {
      $: 'error',
      name: text(() => error.name),
      message: text(() => error.message),
      stack: text(() => error.stack) || null,
      ...('cause' in error && depth < MAX_DEPTH ? { cause: serialize(error.cause, depth + 1) } : {}),
      ...(entries.length > 0 ? { entries } : {}),
    }
  }

  function serializeEntries(object: object, keys: string[], depth: number): [string, SerializedValue][] {
    return keys.map((key) => [key, serializeProperty(object, key, depth)])
  }

  /** Reads data properties only: a getter of the page's may have effects. */
  function serializeProperty(object: object, key: string, depth: number): SerializedValue {
    const descriptor = Object.getOwnPropertyDescriptor(object, key)
    if (!descriptor) return { $: 'undefined' }
    return 'value' in descriptor
      ? serialize(descriptor.value, depth + 1)
      : { $: 'function', name: `get ${key}`, isClass: false }
  }

  return serialize
}

function serializeNumber(value: number): SerializedValue {
  if (Number.isNaN(value)) return { $: 'number', value: 'NaN' }
  if (value === Infinity) return { $: 'number', value: 'Infinity' }
  if (value === -Infinity) return { $: 'number', value: '-Infinity' }
  return Object.is(value, -0) ? { $: 'number', value: '-0' } : value
}

function serializeFunction(fn: object): SerializedValue {
  const name = Object.getOwnPropertyDescriptor(fn, 'name')?.value as unknown
  const prototype = Object.getOwnPropertyDescriptor(fn, 'prototype')
  return { $: 'function', name: typeof name === 'string' ? name : '', isClass: prototype?.writable === false }
}

/** The opening tag of an element, or the kind of another node: what a console shows before it is expanded. */
export function describeNode(node: Node): string {
  if (!(node instanceof Element)) return node.nodeName
  const attributes = Array.from(node.attributes)
    .slice(0, 20)
    .map(({ name, value }) => ` ${name}="${cutText(value, 200)}"`)
  return `<${node.localName}${attributes.join('')}>`
}

function constructorName(object: object): string {
  const prototype = Object.getPrototypeOf(object) as object | null
  if (!prototype) return ''
  const constructor = Object.getOwnPropertyDescriptor(prototype, 'constructor')?.value as unknown
  const name =
    typeof constructor === 'function'
      ? (Object.getOwnPropertyDescriptor(constructor, 'name')?.value as unknown)
      : ''
  return typeof name === 'string' ? name : ''
}

function text(read: () => unknown): string {
  try {
    const value = read()
    return typeof value === 'string' ? cutText(value, MAX_STRING_LENGTH * 2) : ''
  } catch {
    return ''
  }
}

/** Characters at the end that are left out at most. */
const LONGEST_WORD = 1_000

/**
 * The beginning of a text, without its last word and without groups of digits at its end: what is cut in two could no
 * longer be told to be secret.
 */
export function cutText(text: string, length: number): string {
  if (text.length <= length) return text
  let end = length
  while (end > length - LONGEST_WORD && isInWord(text, end - 1)) end--
  return slice(text, 0, end)
}

/** Whether a word, or a number in groups, goes on before this place. */
function isInWord(text: string, at: number): boolean {
  return (
    matches(/[\w@.+%=/-]/, slice(text, at, at + 1)) ||
    matches(/^\d $/, slice(text, at > 0 ? at - 1 : 0, at + 1))
  )
}

function take<T>(iterator: Iterable<T>): T[] {
  const items: T[] = []
  for (const item of iterator) {
    if (items.length >= MAX_ENTRIES) break
    items.push(item)
  }
  return items
}

const more = (all: number, shown: number) => (all > shown ? { more: all - shown } : {})
