import type { SerializedValue } from '../../session/serialized-value.ts'
import { levelOf, type ConsoleRow, type SessionIndex } from '../model/rows.ts'
import { describeError, strings } from '../strings.ts'
import { serializedText } from '../model/serialized-text.ts'
import { argumentsText } from './format-arguments.ts'
import { parseStack, place } from './stack-frames.ts'

/** An error of the session, the same one counted. */
export interface ErrorLine {
  id: string
  /** Of the first time, ms from the start of the session. */
  time: number
  /** Of every time. */
  times: number[]
  kind: string
  sentence: string
  stack: string | null
  place: string
  tab: number
  /** What caused it, and what caused that. */
  causes: Cause[]
}

export interface Cause {
  sentence: string
  stack: string | null
}

/**
 * The errors of a session, and what was written with console.error, in the order in which they came first. Those with
 * the same sentence from the same place are one.
 */
export function toErrorLines(rows: SessionIndex): ErrorLine[] {
  const lines = new Map<string, ErrorLine>()
  for (const row of rows.console) {
    if (levelOf(row) !== 'error') continue
    const line = toLine(row)
    const key = `${line.kind}\n${line.sentence}\n${line.place}`
    const known = lines.get(key)
    if (known) known.times.push(row.time)
    else lines.set(key, line)
  }
  return [...lines.values()]
}

function toLine(row: ConsoleRow): ErrorLine {
  const base = { id: row.id, time: row.time, times: [row.time], stack: row.payload.stack, tab: row.tab }
  if (row.kind === 'error') {
    const { kind, source } = row.payload
    const labels = {
      error: strings.errors.thrown,
      unhandledrejection: strings.errors.rejected,
      resource: strings.errors.resource,
    }
    return {
      ...base,
      kind: labels[kind],
      sentence: describeError(row.payload),
      causes: causesOf(row.payload.value),
      place: source ? place(source.url, source.line, source.column) : placeOf(base.stack),
    }
  }
  return {
    ...base,
    kind: row.payload.method === 'csp' ? strings.errors.policy : strings.errors.logged,
    sentence: argumentsText(row.payload.args),
    causes: row.payload.args.flatMap(causesOf),
    place: placeOf(base.stack),
  }
}

/** A chain that is longer is somebody's joke, or damaged. */
const MAX_CAUSES = 10

function causesOf(value: SerializedValue | undefined): Cause[] {
  const causes: Cause[] = []
  let at = causeIn(value)
  while (at !== undefined && causes.length < MAX_CAUSES) {
    const error = typeof at === 'object' && at !== null && at.$ === 'error' ? at : null
    const sentence = error ? [error.name, error.message].filter(Boolean).join(': ') : serializedText(at)
    causes.push({ sentence, stack: error && textOrNull(error.stack) })
    at = causeIn(at)
  }
  return causes
}

/** Of a recording that may come from anybody. */
const textOrNull = (value: unknown) => (typeof value === 'string' ? value : null)

function causeIn(value: SerializedValue | undefined): SerializedValue | undefined {
  return typeof value === 'object' && value !== null && value.$ === 'error' ? value.cause : undefined
}

const placeOf = (stack: string | null) => (stack === null ? '' : (parseStack(stack)[0]?.place ?? ''))
