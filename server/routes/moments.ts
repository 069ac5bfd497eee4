import { ProblemError } from '../http/problem.ts'

/** A date in a query; null when it is not given. @throws {ProblemError} 400 when it is none */
export function optionalMoment(name: string, value: string | undefined): Date | null {
  if (value === undefined) return null
  const moment = new Date(value)
  if (!Number.isNaN(moment.getTime())) return moment
  throw new ProblemError(
    400,
    'invalid-request',
    `${name}: must be a date, as 2026-01-31 or 2026-01-31T12:00:00Z.`,
  )
}
