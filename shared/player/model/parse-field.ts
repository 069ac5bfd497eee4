/** Fields of what comes from a file that may be anybody's: each has a value that can be shown. */
export type Raw = Record<string, unknown>

export const text = (value: unknown): string => (typeof value === 'string' ? value : '')
export const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null)
/** A number that counts or measures; 0 for anything else. */
export const count = (value: unknown): number =>
  typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : 0
/** The same, null where there is none. */
export const countOrNull = (value: unknown): number | null =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : null

export function oneOf<Item extends string>(items: readonly Item[], value: unknown, otherwise: Item): Item {
  return items.find((item) => item === value) ?? otherwise
}

/** The fields of an object; null when it is none. */
export const fieldsOf = (value: unknown): Raw | null =>
  typeof value === 'object' && value !== null ? (value as Raw) : null
