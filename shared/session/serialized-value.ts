/**
 * A value of the page (a console argument, a thrown thing) as JSON. JSON's own strings, finite numbers, booleans and
 * null stand for themselves; everything else is an object tagged by `$`. Depth, width and length are capped where the
 * value is made, and what was left out is counted in `more` or `length`.
 */
export type SerializedValue =
  | string
  | number
  | boolean
  | null
  | { $: 'undefined' }
  | { $: 'number'; value: 'NaN' | 'Infinity' | '-Infinity' | '-0' }
  | { $: 'bigint'; value: string }
  | { $: 'symbol'; description: string }
  /** A string cut short: its head and its whole length in UTF-16 units. */
  | { $: 'string'; head: string; length: number }
  | { $: 'function'; name: string; isClass: boolean }
  | { $: 'date'; iso: string | null }
  | { $: 'regexp'; source: string }
  | { $: 'array'; name: string; items: SerializedValue[]; more?: number }
  | { $: 'object'; name: string; entries: [string, SerializedValue][]; more?: number }
  | { $: 'map'; entries: [SerializedValue, SerializedValue][]; more?: number }
  | { $: 'set'; items: SerializedValue[]; more?: number }
  | {
      $: 'error'
      name: string
      message: string
      stack: string | null
      cause?: SerializedValue
      entries?: [string, SerializedValue][]
    }
  /** A DOM node as a readable tag, `<button id="pay" class="primary">`. */
  | { $: 'node'; html: string }
  /** An object that is already being shown further up. */
  | { $: 'cycle' }
  /** A property whose getter threw, or an object deeper than the cap. */
  | { $: 'hidden'; why: 'depth' | 'throws' | 'budget' }
