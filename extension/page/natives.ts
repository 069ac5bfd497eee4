/**
 * What the recorder uses of the platform, kept from before the page's scripts ran: pages replace these for tests,
 * tracing and polyfills, and then our calls must neither be seen nor broken.
 */
const { parse: nativeParse, stringify: nativeStringify } = JSON
const { setTimeout: nativeSetTimeout, clearTimeout: nativeClearTimeout } = globalThis
const { apply: nativeApply } = Reflect
const { now: nativeNow } = Date
const { addEventListener, removeEventListener, dispatchEvent } = EventTarget.prototype
const NativeCustomEvent = CustomEvent

export const now = (): number => nativeNow()
export const NativeProxy = Proxy
export const NativeMutationObserver = MutationObserver

/** `fn.apply(self, args)`, also when the page has replaced `Function.prototype.apply`. */
export function call<Args extends readonly unknown[], Result>(
  fn: (...args: Args) => Result,
  self: unknown,
  args: Args,
): Result {
  return nativeApply<unknown, Args, Result>(fn, self, args)
}

export function startTimer(run: () => void, delayMs: number): number {
  return nativeSetTimeout(run, delayMs) as unknown as number
}

export function stopTimer(timer: number): void {
  nativeClearTimeout(timer)
}

/** What listens to the window or the document: document.open() takes all of it away. */
const onDocument: (() => void)[] = []

/**
 * Listens, without the page's own patches of addEventListener, and never throws into the page.
 *
 * @returns stops listening
 */
export function listen(
  target: EventTarget,
  type: string,
  listener: (event: Event) => void,
  options: AddEventListenerOptions = {},
): () => void {
  let stopped = false
  const guarded = (event: Event) => {
    try {
      listener(event)
    } catch {
      // A recorder that fails must not become an error of the page's.
    }
  }
  const add = () => {
    if (!stopped) call(addEventListener, target, [type, guarded, options])
  }
  add()
  if (target === window || target === document) onDocument[onDocument.length] = add
  return () => {
    stopped = true
    call(removeEventListener, target, [type, guarded, options])
  }
}

/** Listens again to all that document.open() has taken away; what still listens does so once. */
export function listenAgain(): void {
  for (let i = 0; i < onDocument.length; i++) onDocument[i]!()
}

/** Whether a person did it, and not the page's code. No page can forge that. */
export const isTrusted = (event: Event): boolean => event.isTrusted

/** Sends a string through the private channel's node. */
export function dispatchDetail(node: EventTarget, type: string, detail: string): void {
  call(dispatchEvent, node, [new NativeCustomEvent(type, { detail })])
}

/** The value of a JSON text. */
export const fromJson: (text: string) => unknown = nativeParse

const JSON_PROTOTYPES = [Object.prototype, Array.prototype, String.prototype]
const { getOwnPropertyDescriptor, defineProperty } = Object

/** JSON text of `value`, also on pages whose library gives arrays or objects a `toJSON` of its own (Prototype.js). */
export function toJson(value: unknown): string {
  let isPatched = false
  for (let i = 0; i < JSON_PROTOTYPES.length; i++) if ('toJSON' in JSON_PROTOTYPES[i]!) isPatched = true
  if (!isPatched) return nativeStringify(value)
  const descriptors: (PropertyDescriptor | undefined)[] = []
  for (let i = 0; i < JSON_PROTOTYPES.length; i++)
    descriptors[i] = getOwnPropertyDescriptor(JSON_PROTOTYPES[i]!, 'toJSON')
  try {
    for (let i = 0; i < JSON_PROTOTYPES.length; i++)
      delete (JSON_PROTOTYPES[i] as { toJSON?: unknown }).toJSON
    return nativeStringify(value)
  } finally {
    for (let i = 0; i < JSON_PROTOTYPES.length; i++) {
      const descriptor = descriptors[i]
      if (descriptor) defineProperty(JSON_PROTOTYPES[i]!, 'toJSON', descriptor)
    }
  }
}
