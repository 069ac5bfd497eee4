import { CONSOLE_LEVELS, type ConsoleLevel } from '../../session/events.ts'
import type { SerializedValue } from '../../session/serialized-value.ts'
import { levelOf, type ConsoleRow } from '../model/rows.ts'
import { describeError, strings } from '../strings.ts'
import { toTable, type ConsoleTable } from './console-table.ts'
import { argumentsText, formatArguments, type LinePart } from './format-arguments.ts'
import { parseStack, place } from './stack-frames.ts'

/** A line of the console pane. */
export interface ConsoleLine {
  id: string
  time: number
  tab: number
  level: ConsoleLevel
  parts: LinePart[]
  /** For searching and copying. */
  text: string
  stack: string | null
  /** What console.table was called with, when it makes a table. */
  table: ConsoleTable | null
  /** Where it comes from, short. */
  place: string
  /** How many groups it is in. */
  depth: number
  /** How often it came one after the other. */
  count: number
}

/** The lines of a session's console: groups indented, the same one after the other put together. */
export function toConsoleLines(rows: readonly ConsoleRow[]): ConsoleLine[] {
  const lines: ConsoleLine[] = []
  const depths = new Map<number, number>()
  for (const row of rows) {
    const depth = depths.get(row.tab) ?? 0
    const method = row.kind === 'console' ? row.payload.method : ''
    if (method === 'groupEnd') {
      depths.set(row.tab, Math.max(0, depth - 1))
      continue
    }
    if (method === 'group' || method === 'groupCollapsed') depths.set(row.tab, depth + 1)
    const line = row.kind === 'console' ? calledLine(row, depth) : errorLine(row, depth)
    const last = lines.at(-1)
    if (last && isSame(last, line)) last.count++
    else lines.push(line)
  }
  return lines
}

function calledLine(row: ConsoleRow & { kind: 'console' }, depth: number): ConsoleLine {
  const { method, stack } = row.payload
  const args = withPrefix(method, row.payload.args)
  const table = method === 'table' ? toTable(row.payload.args) : null
  const frame = stack === null ? undefined : parseStack(stack)[0]
  return {
    ...common(row, depth),
    parts: table ? [] : formatArguments(args),
    table,
    text: argumentsText(args),
    stack,
    place: frame?.place ?? '',
  }
}

function withPrefix(method: string, args: readonly SerializedValue[]): readonly SerializedValue[] {
  if (method === 'assert') return ['Assertion failed:', ...args]
  if (method === 'deprecation') return [strings.console.deprecation, ...args]
  if (method === 'intervention') return [strings.console.intervention, ...args]
  if (method === 'clear') return [strings.console.cleared]
  return method === 'trace' && args.length === 0 ? ['console.trace'] : args
}

function errorLine(row: ConsoleRow & { kind: 'error' }, depth: number): ConsoleLine {
  const { stack, source, value } = row.payload
  const sentence = describeError(row.payload)
  return {
    ...common(row, depth),
    parts: [{ text: sentence }, ...(value === undefined ? [] : [{ text: ' ' }, { value }])],
    text: sentence,
    table: null,
    stack,
    place: source ? place(source.url, source.line, source.column) : '',
  }
}

const common = (row: ConsoleRow, depth: number) => ({
  id: row.id,
  time: row.time,
  tab: row.tab,
  level: levelOf(row),
  depth,
  count: 1,
})

const isSame = (a: ConsoleLine, b: ConsoleLine) =>
  a.text === b.text && a.level === b.level && a.tab === b.tab && a.place === b.place && a.depth === b.depth

export interface ConsoleFilter {
  hiddenLevels: ReadonlySet<ConsoleLevel>
  /** Case does not matter. */
  search: string
}

export function filterConsole(
  lines: readonly ConsoleLine[],
  { hiddenLevels, search }: ConsoleFilter,
): ConsoleLine[] {
  const wanted = search.trim().toLowerCase()
  return lines.filter(
    ({ level, text, place: from }) =>
      !hiddenLevels.has(level) &&
      (text.toLowerCase().includes(wanted) || from.toLowerCase().includes(wanted)),
  )
}

/** How many lines there are of each level. */
export function countLevels(lines: readonly ConsoleLine[]): Record<ConsoleLevel, number> {
  const counts = Object.fromEntries(CONSOLE_LEVELS.map((level) => [level, 0])) as Record<ConsoleLevel, number>
  for (const { level, count } of lines) counts[level] += count
  return counts
}
