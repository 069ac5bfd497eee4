/**
 * What the masks use of the platform, kept from the moment this module loads, which in a page is before the page's own
 * scripts run. Pages replace these methods for polyfills and tests; a mask must neither leak nor break by it.
 *
 * `exec` instead of `test`, `replace` and `match`: those look `exec` up on the prototype each time.
 */
type Native<Self, Args extends unknown[], Result> = (self: Self, ...args: Args) => Result

// eslint-disable-next-line @typescript-eslint/unbound-method -- bound to each method in turn
const uncurryThis = Function.prototype.bind.bind(Function.prototype.call) as unknown as (
  method: unknown,
) => Native<unknown, unknown[], unknown>

/** The method `name` of `prototype` as it is now, as a function that takes `this` as its first argument. */
export function methodOf<Self, Args extends unknown[], Result>(
  prototype: object,
  name: string,
): Native<Self, Args, Result> {
  return uncurryThis((prototype as Record<string, unknown>)[name]) as unknown as Native<Self, Args, Result>
}

/** The getter of `name` on `prototype`, likewise. Where there is none (not a browser), the property is read. */
export function getterOf<Self extends object, Name extends keyof Self & string>(
  prototype: Self,
  name: Name,
): (self: Self) => Self[Name] {
  const accessor = Object.getOwnPropertyDescriptor(prototype, name)
  const get: unknown = accessor && Reflect.get(accessor, 'get')
  if (get === undefined) return (self) => self[name]
  return uncurryThis(get) as unknown as (self: Self) => Self[Name]
}

export const exec = methodOf<RegExp, [string], RegExpExecArray | null>(RegExp.prototype, 'exec')
export const slice = methodOf<string, [number, number?], string>(String.prototype, 'slice')
export const charCodeAt = methodOf<string, [number], number>(String.prototype, 'charCodeAt')
export const indexOf = methodOf<string, [string, number?], number>(String.prototype, 'indexOf')
export const lastIndexOf = methodOf<string, [string, number?], number>(String.prototype, 'lastIndexOf')
export const toLowerCase = methodOf<string, [], string>(String.prototype, 'toLowerCase')
export const trim = methodOf<string, [], string>(String.prototype, 'trim')
export const repeat = methodOf<string, [number], string>(String.prototype, 'repeat')
export const hasOwn = methodOf<object, [string], boolean>(Object.prototype, 'hasOwnProperty')

/** Removes a property, if it is there. */
export const removeProperty: (object: object, name: string) => boolean = Reflect.deleteProperty.bind(Reflect)
export const keysOf: (object: object) => string[] = Object.keys
export const isArray: (value: unknown) => value is unknown[] = Array.isArray.bind(Array)
export const { log2, max, min } = Math
export const { fromCharCode: characterOf } = String
export const Pattern = RegExp
export const Bytes = Uint8Array
export const Integers = Int32Array
export const Numbers = Float64Array
export const Weak = WeakSet
export const decodeUri = decodeURIComponent
export const decodeBase64 = atob

const create: (prototype: null) => object = Object.create.bind(Object)

/** Whether `pattern` occurs in `text`. `pattern` must not be global or sticky. */
export function matches(pattern: RegExp, text: string): boolean {
  return exec(pattern, text) !== null
}

/** An object without a prototype: nothing is found in it but what was put there. */
export function dictionary<Value>(): Record<string, Value | undefined> {
  return create(null) as Record<string, Value | undefined>
}

/** An object without a prototype, with what is in another one. For constants: it runs before the page's scripts. */
export function dictionaryOf<Value>(entries: Record<string, Value>): Record<string, Value | undefined> {
  const copy = dictionary<Value>()
  for (const [name, value] of Object.entries(entries)) copy[name] = value
  return copy
}

/** The words of a space-separated list as a set. */
export function wordSet(words: string): Record<string, true | undefined> {
  const set = dictionary<true>()
  for (const word of words.split(/\s+/)) if (word) set[word] = true
  return set
}
