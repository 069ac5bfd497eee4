/**
 * What the masks use of the platform, kept from the moment this module loads, which in a page is before the page's own
 * scripts run. Pages replace these methods for polyfills and tests; a mask must neither leak nor break by it.
 *
 * `exec` instead of `test`, `replace` and `match`: those look `exec` up on the prototype each time.
 */
const uncurryThis = Function.prototype.bind.bind(Function.prototype.call) as unknown as <
  Self,
  Args extends unknown[],
  Result,
>(
  method: (...args: Args) => Result,
) => (self: Self, ...args: Args) => Result

export { uncurryThis }

export const exec = uncurryThis<RegExp, [string], RegExpExecArray | null>(RegExp.prototype.exec)
export const slice = uncurryThis<string, [number, number?], string>(String.prototype.slice)
export const charCodeAt = uncurryThis<string, [number], number>(String.prototype.charCodeAt)
export const indexOf = uncurryThis<string, [string, number?], number>(String.prototype.indexOf)
export const lastIndexOf = uncurryThis<string, [string, number?], number>(String.prototype.lastIndexOf)
export const toLowerCase = uncurryThis<string, [], string>(String.prototype.toLowerCase)
export const trim = uncurryThis<string, [], string>(String.prototype.trim)
export const repeat = uncurryThis<string, [number], string>(String.prototype.repeat)
export const hasOwn = uncurryThis<object, [string], boolean>(Object.prototype.hasOwnProperty)

export const keysOf = Object.keys
export const isArray: (value: unknown) => value is unknown[] = Array.isArray
export const { log2, max, min } = Math

const { create } = Object

/** Whether `pattern` occurs in `text`. `pattern` must not be global or sticky. */
export function matches(pattern: RegExp, text: string): boolean {
  return exec(pattern, text) !== null
}

/** An object without a prototype: nothing is found in it but what was put there. */
export function dictionary<Value>(): Record<string, Value | undefined> {
  return create(null) as Record<string, Value | undefined>
}

/** The words of a space-separated list as a set. */
export function wordSet(words: string): Record<string, true | undefined> {
  const set = dictionary<true>()
  for (const word of words.split(/\s+/)) if (word) set[word] = true
  return set
}
