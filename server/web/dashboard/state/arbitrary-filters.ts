import fc from 'fast-check'
import { SESSION_SORTS } from '../../../../shared/api/schemas.ts'
import { DEVICE_TYPES, TRIGGER_MODES } from '../../../../shared/session/metadata.ts'
import { RECENT_DAYS, type Recent, type SessionFilters } from './filters.ts'

const day = fc
  .date({ min: new Date('2020-01-01'), max: new Date('2030-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10))
const text = (maxLength: number) =>
  fc
    .string({ minLength: 1, maxLength, unit: 'grapheme' })
    .map((value) => value.slice(0, maxLength).trim())
    .filter((value) => value !== '' && !/\p{Surrogate}/u.test(value))
const seconds = fc.integer({ min: 0, max: 9_999_999 })
const others = {
  device: fc.constantFrom(...DEVICE_TYPES),
  browser: text(100),
  country: fc.constantFrom('DE', 'US', 'JP'),
  hasErrors: fc.boolean(),
  hasFrustration: fc.boolean(),
  minSeconds: seconds,
  maxSeconds: seconds,
  trigger: fc.constantFrom(...TRIGGER_MODES),
  visitorId: text(64),
  q: text(200),
  sort: fc.constantFrom(...SESSION_SORTS.filter((sort) => sort !== 'recent')),
}
/** Filters as the dashboard makes them, for tests. */
export const arbitraryFilters: fc.Arbitrary<SessionFilters> = fc.oneof(
  fc.record({ ...others, from: day, to: day }, { requiredKeys: [] }),
  fc.record(
    { ...others, recent: fc.constantFrom(...(Object.keys(RECENT_DAYS) as Recent[])) },
    { requiredKeys: [] },
  ),
)

export const FILTER_NAMES = [...Object.keys(others), 'from', 'to', 'recent']
