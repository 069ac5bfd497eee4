import { addRange, type Ranges } from '../../../shared/privacy/asterisks.ts'
import { indexOf, matches } from '../../../shared/privacy/natives.ts'

/**
 * Values that were typed into masked fields. Pages repeat them elsewhere: a log line, a request, a summary before the
 * order is sent. There they are masked too, for as long as the document lives.
 */
export interface Echoes {
  /** Remembers the value of a field. While it is being typed, a longer value takes the place of the shorter one. */
  learn(value: string): void
  /** Whether `value` is, or holds, something remembered. */
  knows(value: string): boolean
  /** Whether there is anything to find. */
  any(): boolean
  find(text: string, found: Ranges): void
}

/** Short values, and plain words, are part of too many texts. */
const MIN_LENGTH = 6
const MIN_WORD_LENGTH = 10
const MAX_LENGTH = 200
const MAX_REMEMBERED = 24

export function createEchoes(): Echoes {
  const values: string[] = []

  function learn(raw: string): void {
    const value = raw.length > MAX_LENGTH ? '' : raw
    if (
      value.length < (matches(/^[a-zà-ÿ]+$/i, value) ? MIN_WORD_LENGTH : MIN_LENGTH) ||
      matches(/^(.)\1*$/, value)
    )
      return
    for (let i = 0; i < values.length; i++) {
      const known = values[i]!
      if (known === value || indexOf(known, value) === 0) return
      if (indexOf(value, known) === 0) {
        values[i] = value
        return
      }
    }
    if (values.length === MAX_REMEMBERED) for (let i = 1; i < values.length; i++) values[i - 1] = values[i]!
    values[values.length === MAX_REMEMBERED ? MAX_REMEMBERED - 1 : values.length] = value
  }

  function find(text: string, found: Ranges): void {
    for (let i = 0; i < values.length; i++) {
      const value = values[i]!
      if (text.length < value.length) continue
      for (let at = indexOf(text, value); at !== -1; at = indexOf(text, value, at + value.length)) {
        addRange(found, at, at + value.length)
      }
    }
  }

  return {
    learn,
    knows(value) {
      for (let i = 0; i < values.length; i++) if (indexOf(value, values[i]!) !== -1) return true
      return false
    },
    any: () => values.length > 0,
    find,
  }
}
