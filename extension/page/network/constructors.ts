import type { Stop } from '../emit.ts'
import { NativeProxy } from '../natives.ts'
import { replace, tryOf } from './platform.ts'

const { construct } = Reflect

/**
 * Puts a proxy in place of a constructor of the window's, and shows every object that it makes. Static members, the
 * prototype, `instanceof` and classes that extend it are those of the platform's own; so is the `constructor` of what it
 * makes, which is the one that the page has.
 */
export function standIn<Name extends 'WebSocket' | 'EventSource'>(
  name: Name,
  watch: (made: InstanceType<(typeof window)[Name]>) => void,
): Stop {
  type Made = InstanceType<(typeof window)[Name]>
  const original = window[name] as unknown as new (...args: unknown[]) => Made
  const proxy: typeof original = new NativeProxy(original, {
    construct(target, args: unknown[], newTarget: typeof original) {
      const made = construct(target, args, newTarget === proxy ? target : newTarget) as Made & object
      tryOf(() => watch(made))
      return made
    },
  })
  const stops = [replace(window, name, proxy), replace(original.prototype as object, 'constructor', proxy)]
  return () => stops.forEach((stop) => stop())
}
