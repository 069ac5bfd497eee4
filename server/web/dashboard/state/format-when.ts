const DAY_MS = 86_400_000

/** When something was, as short as it can be told today: `14:02`, `Mon 14:02`, `3 May 14:02`, `3 May 2025`. */
export function formatWhen(iso: string, now = Date.now()): string {
  const date = new Date(iso)
  const time: Intl.DateTimeFormatOptions = { hour: 'numeric', minute: '2-digit' }
  if (date.toDateString() === new Date(now).toDateString()) return date.toLocaleString(undefined, time)
  const age = now - date.getTime()
  if (age >= 0 && age < 6 * DAY_MS) return date.toLocaleString(undefined, { weekday: 'short', ...time })
  const day: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'short' }
  if (Math.abs(age) < 300 * DAY_MS) return date.toLocaleString(undefined, { ...day, ...time })
  return date.toLocaleDateString(undefined, { ...day, year: 'numeric' })
}

/** Date and time in full. */
export function formatExactly(iso: string): string {
  return new Date(iso).toLocaleString(undefined, { dateStyle: 'long', timeStyle: 'medium' })
}

/** Name of a country in the reader's language. @param code ISO 3166-1 alpha-2 */
export function countryName(code: string): string {
  return new Intl.DisplayNames(undefined, { type: 'region' }).of(code) ?? code
}
