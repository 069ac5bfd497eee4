/** Sets of ids that are replaced, and never changed. */
export type IdSet = ReadonlySet<string>

export const NO_IDS: IdSet = new Set()

export function withId(ids: IdSet, id: string): IdSet {
  return new Set([...ids, id])
}

export function withoutId(ids: IdSet, id: string): IdSet {
  return new Set([...ids].filter((each) => each !== id))
}
