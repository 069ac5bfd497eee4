import { getterOf, methodOf } from '../../../shared/privacy/natives.ts'

/**
 * What the network trackers use of the platform, kept from before the page's scripts run. Getters also tell kinds apart:
 * they throw for what is no Request, and no page can answer for them.
 */
export const weak = {
  get: methodOf<WeakMap<object, unknown>, [object], unknown>(WeakMap.prototype, 'get'),
  set: methodOf<WeakMap<object, unknown>, [object, unknown], unknown>(WeakMap.prototype, 'set'),
  remove: methodOf<WeakMap<object, unknown>, [object], boolean>(WeakMap.prototype, 'delete'),
}

/** A WeakMap that a page's patches of WeakMap do not reach. */
export interface Notes<Value> {
  get(key: object): Value | undefined
  set(key: object, value: Value): void
  remove(key: object): void
}

export function createNotes<Value>(): Notes<Value> {
  const map = new WeakMap<object, unknown>()
  return {
    get: (key) => weak.get(map, key) as Value | undefined,
    set: (key, value) => void weak.set(map, key, value),
    remove: (key) => void weak.remove(map, key),
  }
}

export const requestUrlOf = getterOf(Request.prototype, 'url')
export const requestMethodOf = getterOf(Request.prototype, 'method')
export const requestHeadersOf = getterOf(Request.prototype, 'headers')
export const requestSignalOf = getterOf(Request.prototype, 'signal')
export const requestUsedOf = getterOf(Request.prototype, 'bodyUsed')
export const cloneRequest = methodOf<Request, [], Request>(Request.prototype, 'clone')
export const requestBodyOf = getterOf(Request.prototype, 'body')
export const requestText = methodOf<Request, [], Promise<string>>(Request.prototype, 'text')
export const signalAbortedOf = getterOf(AbortSignal.prototype, 'aborted')
export const signalReasonOf = getterOf(AbortSignal.prototype, 'reason')

export const responseStatusOf = getterOf(Response.prototype, 'status')
export const responseStatusTextOf = getterOf(Response.prototype, 'statusText')
export const responseHeadersOf = getterOf(Response.prototype, 'headers')
export const responseUrlOf = getterOf(Response.prototype, 'url')
export const responseTypeOf = getterOf(Response.prototype, 'type')
export const responseUsedOf = getterOf(Response.prototype, 'bodyUsed')
export const responseBodyOf = getterOf(Response.prototype, 'body')
export const cloneResponse = methodOf<Response, [], Response>(Response.prototype, 'clone')

export const eachHeader = methodOf<Headers, [(value: string, name: string) => void], unknown>(
  Headers.prototype,
  'forEach',
)
export const eachField = methodOf<FormData, [(value: unknown, name: string) => void], unknown>(
  FormData.prototype,
  'forEach',
)
export const parametersText = methodOf<URLSearchParams, [], string>(URLSearchParams.prototype, 'toString')
export const blobSizeOf = getterOf(Blob.prototype, 'size')
export const blobTypeOf = getterOf(Blob.prototype, 'type')
export const blobSlice = methodOf<Blob, [number, number], Blob>(Blob.prototype, 'slice')
export const blobText = methodOf<Blob, [], Promise<string>>(Blob.prototype, 'text')
export const fileNameOf = getterOf(File.prototype, 'name')

export const urlTextOf = getterOf(URL.prototype, 'href')
const NativeUrl = URL
const baseUriOf = getterOf(Node.prototype, 'baseURI')

/** `url` as it is asked for from this document, without its fragment being touched; itself when it is no address. */
export function absoluteUrl(url: string): string {
  try {
    return urlTextOf(new NativeUrl(url, baseUriOf(document)))
  } catch {
    return url
  }
}

const originOfUrl = getterOf(URL.prototype, 'origin')

/** Whether `url` is of another origin than this document. */
export function isForeign(url: string): boolean {
  try {
    return originOfUrl(new NativeUrl(url, baseUriOf(document))) !== location.origin
  } catch {
    return false
  }
}

export const getReader = methodOf<ReadableStream<Uint8Array>, [], ReadableStreamDefaultReader<Uint8Array>>(
  ReadableStream.prototype,
  'getReader',
)
export const readChunk = methodOf<
  ReadableStreamDefaultReader<Uint8Array>,
  [],
  Promise<ReadableStreamReadResult<Uint8Array>>
>(ReadableStreamDefaultReader.prototype, 'read')
export const cancelReader = methodOf<ReadableStreamDefaultReader<Uint8Array>, [], Promise<void>>(
  ReadableStreamDefaultReader.prototype,
  'cancel',
)

const NativeTextDecoder = TextDecoder
export const decode = methodOf<TextDecoder, [Uint8Array | undefined, { stream: boolean }], string>(
  TextDecoder.prototype,
  'decode',
)

/** A decoder for a charset as headers name it; of UTF-8 when it is unknown. */
export function decoderFor(charset: string | undefined): TextDecoder {
  try {
    return new NativeTextDecoder(charset ?? 'utf-8')
  } catch {
    return new NativeTextDecoder()
  }
}

/** `%TypedArray%`, whose getters all views of bytes have. */
const TypedArray = Object.getPrototypeOf(Uint8Array.prototype) as Uint8Array
const viewLengthOf = getterOf(TypedArray, 'byteLength')
const dataViewLengthOf = getterOf(DataView.prototype, 'byteLength')
const bufferLengthOf = getterOf(ArrayBuffer.prototype, 'byteLength')
const viewBufferOf = getterOf(TypedArray, 'buffer')
const viewOffsetOf = getterOf(TypedArray, 'byteOffset')
const NativeBytes = Uint8Array

/** The bytes of a buffer or a view, at most `max` of them, and how many there are; null for anything else. Not a copy. */
export function bytesOf(value: unknown, max: number): { bytes: Uint8Array; size: number } | null {
  const size = tryOf(() => bufferLengthOf(value as ArrayBuffer))
  if (size !== undefined)
    return { bytes: new NativeBytes(value as ArrayBuffer, 0, size < max ? size : max), size }
  const length = tryOf(() => viewLengthOf(value as Uint8Array))
  if (length !== undefined) {
    const view = value as Uint8Array
    const shown = length < max ? length : max
    return { bytes: new NativeBytes(viewBufferOf(view), viewOffsetOf(view), shown), size: length }
  }
  const other = tryOf(() => dataViewLengthOf(value as DataView))
  return other === undefined ? null : { bytes: new NativeBytes(0), size: other }
}

/** What `run` gives; undefined when it throws. */
export function tryOf<Result>(run: () => Result): Result | undefined {
  try {
    return run()
  } catch {
    return undefined
  }
}

const ownProperty = Object.getOwnPropertyDescriptor.bind(Object)
const prototypeOf = Object.getPrototypeOf.bind(Object) as (value: object) => object | null

/** A property of an object of the page's, without running a getter of the page's. */
export function dataProperty(object: unknown, name: string): unknown {
  if (typeof object !== 'object' || object === null) return undefined
  for (let at: object | null = object, depth = 0; at && depth < 20; at = prototypeOf(at), depth++) {
    const property = ownProperty(at, name)
    if (property) return hasValue(property) ? property.value : undefined
  }
  return undefined
}
const hasValue = (property: PropertyDescriptor) => 'value' in property

const nativeThen = methodOf<
  Promise<unknown>,
  [(value: unknown) => unknown, (error: unknown) => unknown],
  Promise<unknown>
>(Promise.prototype, 'then')

/** `promise.then`, of the platform's. Throws when `promise` is none of its promises. */
export function after<Value>(
  promise: Promise<Value>,
  done: (value: Value) => unknown,
  failed: (error: unknown) => unknown,
): Promise<unknown> {
  return nativeThen(promise, done as (value: unknown) => unknown, failed)
}

const upper = methodOf<string, [], string>(String.prototype, 'toUpperCase')
export const upperCase = (text: string): string => upper(text)

const exceptionNameOf = getterOf(DOMException.prototype, 'name')
/** The name of one of the platform's own errors; empty for any other. */
export const exceptionName = (error: unknown): string =>
  tryOf(() => exceptionNameOf(error as DOMException)) ?? ''

const performanceNow = performance.now.bind(performance)
/** ms since the time origin of this document, as resource timings count. */
export const elapsed = (): number => performanceNow()

/** Puts `value` in place of a property, where the page allows it. @returns puts it back, if it is still there */
export function replace(holder: object, name: string, value: unknown): () => void {
  const target = holder as Record<string, unknown>
  const had = ownProperty(holder, name)
  const original = tryOf(() => target[name])
  if (tryOf(() => ((target[name] = value), true)) === undefined) return () => undefined
  return () => {
    tryOf(() => {
      if (target[name] !== value) return
      if (had) target[name] = original
      else Reflect.deleteProperty(target, name)
    })
  }
}
