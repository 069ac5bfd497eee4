import { getterOf } from '../../../shared/privacy/natives.ts'
import type { Emit, Stop } from '../emit.ts'
import { listen } from '../natives.ts'
import { tryOf } from '../network/platform.ts'
import { cutText } from '../serialize-value.ts'

/**
 * Reports what a browser itself writes to the console about a page: what its content security policy has refused, what
 * is deprecated, and where the browser has intervened. As calls of the console, under names of their own.
 */
export function trackReports(emit: Emit): Stop {
  const stops = [trackViolations(emit), trackBrowserReports(emit)]
  return () => stops.forEach((stop) => stop())
}

/** A page may break its policy again and again; the first ones tell. */
const MAX_REPORTS = 200

function trackViolations(emit: Emit): Stop {
  if (typeof SecurityPolicyViolationEvent === 'undefined') return () => undefined
  const { prototype } = SecurityPolicyViolationEvent
  const read = {
    blocked: getterOf(prototype, 'blockedURI'),
    directive: getterOf(prototype, 'effectiveDirective'),
    disposition: getterOf(prototype, 'disposition'),
    file: getterOf(prototype, 'sourceFile'),
    line: getterOf(prototype, 'lineNumber'),
    column: getterOf(prototype, 'columnNumber'),
  }
  let left = MAX_REPORTS
  // What was refused as code is in `sample`, and the page's policy in `originalPolicy`: neither is recorded.
  return listen(
    document,
    'securitypolicyviolation',
    (event) => {
      if (left-- <= 0) return
      const violation = event as SecurityPolicyViolationEvent
      const enforced = read.disposition(violation) === 'enforce'
      const blocked = read.blocked(violation) || 'inline'
      emit('qa.console', {
        level: enforced ? 'error' : 'warn',
        method: 'csp',
        args: [
          `${enforced ? 'Refused' : 'Would refuse'} by the content security policy, ${read.directive(violation)}:`,
          cutText(blocked, 2_000),
        ],
        stack: placeAsStack(read.file(violation), read.line(violation), read.column(violation)),
      })
    },
    { capture: true },
  )
}

interface BrowserReport {
  readonly type: string
  readonly body: object | null
}
interface BrowserReportObserver {
  observe(): void
  disconnect(): void
}
type ReportObserverConstructor = new (
  report: (reports: readonly BrowserReport[]) => void,
  options: { types: string[]; buffered: boolean },
) => BrowserReportObserver

function trackBrowserReports(emit: Emit): Stop {
  const { ReportingObserver: Observer } = globalThis as { ReportingObserver?: ReportObserverConstructor }
  if (!Observer) return () => undefined
  let left = MAX_REPORTS
  const observer = new Observer(
    (reports) => {
      tryOf(() => {
        for (let i = 0; i < reports.length && left > 0; i++, left--) report(reports[i]!)
      })
    },
    { types: ['deprecation', 'intervention'], buffered: true },
  )
  function report({ type, body }: BrowserReport): void {
    const { message, sourceFile, lineNumber, columnNumber } = (body ?? {}) as Record<string, unknown>
    if (typeof message !== 'string') return
    emit('qa.console', {
      level: 'warn',
      method: type === 'intervention' ? 'intervention' : 'deprecation',
      args: [cutText(message, 2_000)],
      stack: placeAsStack(sourceFile, lineNumber, columnNumber),
    })
  }
  tryOf(() => observer.observe())
  return () => observer.disconnect()
}

/** A place as a stack of one frame, so that it is masked and shown as one. */
function placeAsStack(file: unknown, line: unknown, column: unknown): string | null {
  if (typeof file !== 'string' || file === '') return null
  return `    at ${file}:${typeof line === 'number' ? line : 0}:${typeof column === 'number' ? column : 0}`
}
