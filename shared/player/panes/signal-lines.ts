import type { SignalKind } from '../../session/events.ts'
import type { SignalRow } from '../model/rows.ts'
import { strings } from '../strings.ts'

/** A line of the frustration pane. */
export interface SignalLine {
  id: string
  time: number
  kind: SignalKind
  sentence: string
  /** Its selector, or nothing. */
  target: string
  /** What it was found by: names in words, and values. */
  evidence: [string, string][]
}

/** What annoyed somebody, in the order of time, each with what it was found by. */
export function toSignalLines(signals: readonly SignalRow[]): SignalLine[] {
  return signals.map(({ id, time, payload }) => ({
    id,
    time,
    kind: payload.kind,
    sentence: payload.sentence || strings.signals[payload.kind],
    target: payload.target?.selector ?? '',
    evidence: Object.entries(payload.evidence)
      .map(([name, value]): [string, string] => [inWords(name), valueInWords(value)])
      .filter(([, value]) => value !== ''),
  }))
}

/** Longer lists are not of use to anybody. */
const MAX_ITEMS = 20

/** `spanMs` → `Span (ms)`; `filledFields` → `Filled fields`. */
function inWords(name: string): string {
  const [, stem = name, unit = ''] = /^(.*?)(Ms|Px)?$/.exec(name) ?? []
  const words = stem.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).trim()
  const sentence = words.charAt(0).toUpperCase() + words.slice(1)
  return unit === '' ? sentence : `${sentence} (${unit.toLowerCase()})`
}

function valueInWords(value: unknown): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (Array.isArray(value)) {
    const shown = value.slice(0, MAX_ITEMS).map(itemInWords).join('; ')
    return value.length > MAX_ITEMS ? `${shown}; …` : shown
  }
  return itemInWords(value)
}

function itemInWords(item: unknown): string {
  if (typeof item === 'string' || typeof item === 'number') return String(item)
  if (typeof item !== 'object' || item === null) return ''
  return Object.entries(item)
    .filter(([, value]) => typeof value === 'string' || typeof value === 'number')
    .map(([name, value]) => `${inWords(name).toLowerCase()} ${String(value)}`)
    .join(', ')
}
