const DAY_MS = 86_400_000

export interface Reader {
  /** ms since the epoch. */
  now: number
  /** BCP 47; the browser's without it. */
  locale?: string
  /** IANA; the computer's without it. */
  timeZone?: string
}

/** When something was, as short as it can be told today: `14:02`, `Mon 14:02`, `3 May 14:02`, `3 May 2025`. */
export function formatWhen(iso: string, { now, locale, timeZone }: Reader): string {
  const date = new Date(iso)
  const format = (options: Intl.DateTimeFormatOptions) =>
    date.toLocaleString(locale, { ...options, ...(timeZone ? { timeZone } : {}) })
  const time: Intl.DateTimeFormatOptions = { hour: 'numeric', minute: '2-digit' }
  const dayOf = (at: Date) => at.toLocaleDateString('en-CA', timeZone ? { timeZone } : {})
  if (dayOf(date) === dayOf(new Date(now))) return format(time)
  const age = now - date.getTime()
  if (age >= 0 && age < 6 * DAY_MS) return format({ weekday: 'short', ...time })
  if (age < 300 * DAY_MS) return format({ day: 'numeric', month: 'short', ...time })
  return format({ day: 'numeric', month: 'short', year: 'numeric' })
}
