import type { ConsoleLevel } from '../../../shared/session/events.ts'
import type { Emit, Stop } from '../emit.ts'
import { call, NativeProxy } from '../natives.ts'
import { createCounters } from '../console-counters.ts'
import { serializeArguments } from '../serialize-value.ts'
import { callerStack } from '../stack.ts'

const LEVELS = {
  debug: 'debug',
  log: 'log',
  info: 'info',
  warn: 'warn',
  error: 'error',
  trace: 'log',
  dir: 'log',
  table: 'log',
  assert: 'error',
  group: 'log',
  groupCollapsed: 'log',
  groupEnd: 'log',
  dirxml: 'log',
  count: 'log',
  countReset: 'log',
  time: 'log',
  timeLog: 'log',
  timeEnd: 'log',
  clear: 'log',
} as const satisfies Partial<Record<keyof Console, ConsoleLevel>>
type Method = keyof typeof LEVELS

/**
 * Reports calls of the console. Proxies stand in for its methods: they keep the names, lengths and source text of the
 * native ones, and go on working for pages that keep a reference after recording has ended.
 */
export function trackConsole(emit: Emit): Stop {
  let stopped = false
  let reporting = false
  const counters = createCounters()

  const report = (method: Method, args: unknown[]) => {
    if (stopped || reporting) return
    if (method === 'assert' && args[0]) return
    const shown = shownArguments(method, args)
    if (!shown) return
    reporting = true // What serializing calls in the page may log itself.
    try {
      emit('qa.console', {
        level: LEVELS[method],
        method,
        args: serializeArguments(shown),
        stack: callerStack(),
      })
    } finally {
      reporting = false
    }
  }

  /** What a browser writes for a call; null when it writes nothing. */
  function shownArguments(method: Method, args: unknown[]): unknown[] | null {
    switch (method) {
      case 'assert':
        return args.slice(1)
      case 'count':
        return [counters.count(args[0])]
      case 'countReset':
        return counters.resetCount(args[0])
      case 'time':
        return counters.startTimer(args[0])
      case 'timeLog':
      case 'timeEnd':
        return [counters.readTimer(args[0], method === 'timeEnd'), ...args.slice(1)]
      default:
        return args
    }
  }

  const methods = console as unknown as Record<Method, (...args: unknown[]) => unknown>
  const restores = (Object.keys(LEVELS) as Method[]).map((method) => {
    const original = methods[method]
    const proxy = new NativeProxy(original, {
      apply(target, self, args: unknown[]) {
        try {
          report(method, args)
        } catch {
          // The page's call must go through whatever happens to ours.
        }
        return call(target, self, args)
      },
    })
    methods[method] = proxy
    return () => {
      if (methods[method] === proxy) methods[method] = original
    }
  })

  return () => {
    stopped = true
    for (const restore of restores) restore()
  }
}
