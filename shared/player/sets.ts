/** Sets that are never changed: another one takes their place, so that components see it. */

export function emptySet<Item>(): ReadonlySet<Item> {
  return new Set()
}

export function setOf<Item>(items: Iterable<Item>): ReadonlySet<Item> {
  return new Set(items)
}

/** The set with an item put in or taken out. @param on which of them; without it, whichever changes something */
export function toggled<Item>(set: ReadonlySet<Item>, item: Item, on = !set.has(item)): ReadonlySet<Item> {
  const changed = new Set(set)
  if (on) changed.add(item)
  else changed.delete(item)
  return changed
}
