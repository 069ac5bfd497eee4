import { hasOwn, isArray, keysOf, matches } from '../../../shared/privacy/natives.ts'
import { isSensitiveKey } from './mask-body.ts'
import { maskPieces } from './mask-pieces.ts'
import type { MaskText } from './mask-text.ts'

/** Masks a value of JSON, a copy of it. `secret`: all of it, since what stands before it names a secret. */
export type DeepMask = (value: unknown, secret?: boolean) => unknown

export interface ValueMasks {
  text: MaskText
  url(url: string): string
  stack(stack: string): string
  tag(html: string): string
  /** Names of the page's functions and types. */
  name: MaskText
  /** What is under a sensitive name: asterisks. */
  secret: MaskText
}

/** Values that one call looks at; the rest is left out. */
const MAX_VALUES = 50_000
const MAX_DEPTH = 100
const LEFT_OUT = { $: 'hidden', why: 'budget' }

/** Names whose text is an address or a stack. */
const ADDRESS = /(?:^|[a-z_])(?:url|uri|href|src)$/i

/**
 * Masks all texts in a value, and all that is under a sensitive name. A value of the page as `SerializedValue` writes it
 * is understood: names in objects and maps, stacks of errors, tags of nodes. Kinds and names of types stay.
 */
export function createDeepMask(masks: ValueMasks): DeepMask {
  return (value, isSecret = false) => {
    let left = MAX_VALUES

    function mask(value: unknown, key: string, secret: boolean, depth: number): unknown {
      if (left-- <= 0 || depth > MAX_DEPTH) return LEFT_OUT
      if (typeof value === 'string') return secret ? masks.secret(value) : maskString(value, key)
      if (typeof value === 'number') return secret ? masks.secret(`${value}`) : maskNumber(value)
      if (typeof value !== 'object' || value === null) return value
      if (isArray(value)) return maskArray(value, secret, depth)
      return maskObject(value as Record<string, unknown>, secret, depth)
    }

    function maskString(text: string, key: string): string {
      if (key === 'stack') return masks.stack(text)
      if (key === 'html') return masks.tag(text)
      return masks.text(matches(ADDRESS, key) ? masks.url(text) : text)
    }

    /** A number may be a card's; in *strict* only a digit stays. */
    function maskNumber(number: number): unknown {
      const text = `${number}`
      const masked = text.length < 2 ? text : masks.text(text)
      return masked === text ? number : masked
    }

    function maskArray(items: unknown[], secret: boolean, depth: number): unknown[] {
      const masked: unknown[] = []
      const named = items.length === 2 && isNameOfSecret(items[0])
      for (let i = 0; i < items.length && left > 0; i++)
        masked[i] = mask(items[i], '', secret || (named && i === 1), depth + 1)
      maskPieces(masked, masks.name)
      return masked
    }

    function maskObject(
      object: Record<string, unknown>,
      secret: boolean,
      depth: number,
    ): Record<string, unknown> {
      const kind = object['$']
      const masked: Record<string, unknown> = {}
      for (let i = 0, keys = keysOf(object); i < keys.length; i++) {
        const key = keys[i]!
        if (!hasOwn(object, key)) continue
        const value = object[key]
        if (typeof kind === 'string' && isStructure(kind, key)) {
          masked[key] = typeof value === 'string' ? masks.name(value) : value
        } else if (key === 'entries' && isArray(value))
          masked[key] = maskEntries(value, kind === 'map', secret, depth)
        else
          masked[typeof kind === 'string' ? key : masks.name(key)] = mask(
            value,
            key,
            secret || (kind === undefined && isSensitiveKey(key)),
            depth + 1,
          )
      }
      return masked
    }

    /** Pairs of a name and a value; in a map, the name is a value too. */
    function maskEntries(entries: unknown[], isMap: boolean, secret: boolean, depth: number): unknown[] {
      const masked: unknown[] = []
      for (let i = 0; i < entries.length && left > 0; i++) {
        const pair = entries[i]
        if (!isArray(pair)) masked[i] = mask(pair, '', secret, depth + 1)
        else {
          const name = typeof pair[0] === 'string' ? pair[0] : ''
          masked[i] = [
            isMap ? mask(pair[0], '', secret, depth + 1) : masks.name(name),
            mask(pair[1], name, secret || isSensitiveKey(name), depth + 1),
          ]
        }
      }
      return masked
    }

    return mask(value, '', isSecret, 0)
  }
}

/** A name of a pair, as lists of entries, of form data and of headers have it. */
const isNameOfSecret = (item: unknown): boolean =>
  typeof item === 'string' && matches(/^[\w.[\]-]{2,60}$/, item) && isSensitiveKey(item)

/** What describes a value of the page and is not of the page. */
const isStructure = (kind: string, key: string): boolean =>
  key === '$' ||
  key === 'why' ||
  key === 'more' ||
  key === 'length' ||
  (key === 'name' && kind !== 'error') ||
  key === 'isClass' ||
  (key === 'value' && kind === 'number') ||
  (key === 'iso' && kind === 'date')
