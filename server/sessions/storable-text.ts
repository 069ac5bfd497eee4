const REPLACEMENT = '\uFFFD'

/** The same text with what Postgres cannot hold (NUL, halves of surrogate pairs) replaced, as HTML does it. */
export function storableText(text: string): string {
  return text.replaceAll('\0', REPLACEMENT).replace(/\p{Surrogate}/gu, REPLACEMENT)
}

/** {@link storableText} in every string of a JSON value. */
export function storable<Value>(value: Value): Value {
  if (typeof value === 'string') return storableText(value) as Value
  if (Array.isArray(value)) return value.map((item: unknown) => storable(item)) as Value
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, storable(item as unknown)]),
  ) as Value
}
