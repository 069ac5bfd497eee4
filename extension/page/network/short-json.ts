import { isArray, keysOf } from '../../../shared/privacy/natives.ts'
import { toJson } from '../natives.ts'
import { dataProperty } from './platform.ts'

const MAX_DEPTH = 100

/**
 * The beginning of a value's JSON, without making the rest. For values that the platform has parsed: getters are not run.
 *
 * @param max characters from which on nothing is added
 */
export function shortJson(value: unknown, max: number): { text: string; whole: boolean } {
  let text = ''
  let whole = true

  function write(item: unknown, depth: number): void {
    if (text.length > max || depth > MAX_DEPTH) whole = false
    else if (isArray(item)) writeArray(item, depth)
    else if (typeof item === 'object' && item !== null) writeObject(item, depth)
    else text += (toJson(item) as string | undefined) ?? 'null'
  }

  function writeArray(items: readonly unknown[], depth: number): void {
    text += '['
    for (let i = 0; i < items.length && whole; i++) {
      if (i > 0) text += ','
      write(items[i], depth + 1)
    }
    if (whole) text += ']'
  }

  function writeObject(object: object, depth: number): void {
    text += '{'
    const keys = keysOf(object)
    for (let i = 0; i < keys.length && whole; i++) {
      text += `${i > 0 ? ',' : ''}${toJson(keys[i])}:`
      write(dataProperty(object, keys[i]!), depth + 1)
    }
    if (whole) text += '}'
  }

  write(value, 0)
  return { text, whole }
}
