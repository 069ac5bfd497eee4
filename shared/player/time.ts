import { plural } from '../ui/format.ts'

/** Times of a session as people read them. */

/** `1:02`, `12:07:33`; with `fine`, to the millisecond: `0:01.250`. @param ms from the start of the session */
export function formatTime(ms: number, fine = false): string {
  const whole = Math.max(0, fine ? Math.round(ms) : Math.floor(ms))
  const hours = Math.floor(whole / 3_600_000)
  const minutes = Math.floor(whole / 60_000) % 60
  const seconds = Math.floor(whole / 1000) % 60
  const clock =
    hours > 0 ? `${hours}:${twoDigits(minutes)}:${twoDigits(seconds)}` : `${minutes}:${twoDigits(seconds)}`
  return fine ? `${clock}.${String(whole % 1000).padStart(3, '0')}` : clock
}

/** A length of time in words: `850 ms`, `3.2 s`, `1 min 5 s`, `2 h 10 min`. */
export function formatDuration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`
  if (ms < 9950) return `${(ms / 1000).toFixed(1)} s`
  const seconds = Math.round(ms / 1000)
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return join(minutes, 'min', seconds % 60, 's')
  return join(Math.floor(minutes / 60), 'h', minutes % 60, 'min')
}

/** A length of time for a screen reader: `1 minute 5 seconds`. */
export function spokenTime(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  const parts = [
    plural(Math.floor(seconds / 3600), 'hour'),
    plural(Math.floor(seconds / 60) % 60, 'minute'),
    plural(seconds % 60, 'second'),
  ].filter((part) => !part.startsWith('0 '))
  return parts.join(' ') || '0 seconds'
}

const twoDigits = (value: number) => String(value).padStart(2, '0')

const join = (big: number, bigUnit: string, small: number, smallUnit: string) =>
  small === 0 ? `${big} ${bigUnit}` : `${big} ${bigUnit} ${small} ${smallUnit}`
