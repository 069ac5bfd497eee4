/** Indexes of a longest run of increasing values, not necessarily side by side. Takes O(n log n). */
export function longestIncreasing(values: readonly number[]): number[] {
  /** For each length of a run, the index of its last value: the smallest that is possible. */
  const ends: number[] = []
  const previous = new Array<number>(values.length)
  values.forEach((value, index) => {
    let low = 0
    let high = ends.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (values[ends[middle]!]! < value) low = middle + 1
      else high = middle
    }
    previous[index] = ends[low - 1] ?? -1
    ends[low] = index
  })
  const run: number[] = []
  for (let index = ends.at(-1) ?? -1; index >= 0; index = previous[index]!) run.push(index)
  return run.reverse()
}
