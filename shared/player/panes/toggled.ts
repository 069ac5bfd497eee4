/** The set with an item put in or taken out. @param on which of them; without it, whichever changes something */
export function toggled<Item>(set: ReadonlySet<Item>, item: Item, on = !set.has(item)): ReadonlySet<Item> {
  const changed = new Set(set)
  if (on) changed.add(item)
  else changed.delete(item)
  return changed
}
