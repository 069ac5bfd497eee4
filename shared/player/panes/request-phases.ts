import type { NetworkTiming } from '../../session/events.ts'
import { strings } from '../strings.ts'

/** A phase of a request. `left` and `width` are shares of all of it, from 0 to 1. */
export interface Phase {
  name: keyof typeof strings.network.phases
  label: string
  durationMs: number
  left: number
  width: number
}

const NAMES = Object.keys(strings.network.phases) as Phase['name'][]

/** The phases of a request that are known, one after the other. */
export function toPhases(timing: NetworkTiming): Phase[] {
  const known = NAMES.flatMap((name) => {
    const durationMs = timing[name]
    return durationMs === null ? [] : [{ name, durationMs }]
  })
  const total = known.reduce((sum, { durationMs }) => sum + durationMs, 0) || 1
  let before = 0
  return known.map(({ name, durationMs }) => {
    const left = before / total
    before += durationMs
    return { name, label: strings.network.phases[name], durationMs, left, width: durationMs / total }
  })
}
