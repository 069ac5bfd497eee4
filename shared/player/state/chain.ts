/** A list that only grows, and whose earlier lengths go on being lists of their own: they share their items. */
export interface Chain<Item> {
  readonly item: Item
  readonly before: Chain<Item> | null
  readonly length: number
}

export function append<Item>(chain: Chain<Item> | null, item: Item): Chain<Item> {
  return { item, before: chain, length: (chain?.length ?? 0) + 1 }
}

export function itemsOf<Item>(chain: Chain<Item> | null | undefined): Item[] {
  const items: Item[] = []
  for (let link = chain; link; link = link.before) items.push(link.item)
  return items.reverse()
}

/** The items that `longer` has beyond `shorter`; null when it does not begin with all of `shorter`. */
export function itemsBeyond<Item>(
  shorter: Chain<Item> | null | undefined,
  longer: Chain<Item> | null | undefined,
): Item[] | null {
  const items: Item[] = []
  let link = longer ?? null
  while (link && link.length > (shorter?.length ?? 0)) {
    items.push(link.item)
    link = link.before
  }
  return link === (shorter ?? null) ? items.reverse() : null
}
