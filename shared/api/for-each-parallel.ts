/**
 * Runs `work` over all items, `width` at once. The first failure stops the rest: `stop` is aborted, no further item is
 * begun, and when those under way have ended the failure is what it rejects with.
 */
export async function forEachParallel<Item>(
  items: Iterable<Item>,
  width: number,
  work: (item: Item, stop: AbortSignal) => Promise<void>,
): Promise<void> {
  const stopper = new AbortController()
  const queue = [...items].values()
  const failures: unknown[] = []
  const worker = async () => {
    for (const item of queue) {
      if (stopper.signal.aborted) return
      try {
        await work(item, stopper.signal)
      } catch (error) {
        failures.push(error)
        stopper.abort(error)
      }
    }
  }
  await Promise.all(Array.from({ length: width }, worker))
  if (failures.length > 0) throw failures[0]
}
