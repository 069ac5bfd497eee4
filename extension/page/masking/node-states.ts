import { Bytes, Integers, methodOf } from '../../../shared/privacy/natives.ts'

/** What is known of a node, as bits. All but SHOWN are for good: what was private once stays so. */
export const PRIVATE = 1
/** In an area that a rule of the site's masks. */
export const MASKED = 2
/** In an area that is shown where the level or a rule would mask it. */
export const SHOWN = 4
/** Not recorded: below a placeholder. */
export const GONE = 8
/** A field whose value is masked whatever the level. */
export const SECRET_FIELD = 16
/** A field that is, or ever was, of type password. */
export const PASSWORD = 32
/** Of the extension itself: no part of the page. */
export const OURS = 64

/** In an area that stays masked, whatever else is shown inside. With MASKED. */
export const FIRM = 128

/** Bits that children take over. */
export const INHERITED = PRIVATE | MASKED | SHOWN | GONE | FIRM

/** What kind of element a node is, where the masks tell them apart. */
export const TAG = {
  other: 0,
  input: 1,
  textarea: 2,
  select: 3,
  option: 4,
  style: 5,
  link: 6,
  meta: 7,
  media: 8,
  noscript: 9,
  script: 10,
  text: 11,
  anchor: 12,
} as const
export type Tag = (typeof TAG)[keyof typeof TAG]

/** rrweb numbers nodes from 1 on, without holes. Beyond this many nothing is known and everything counts as private. */
const MAX_ID = 1 << 25

/**
 * The masks' memory of every node that was recorded, by rrweb's id: bits, kind and parent, a few bytes each. Typed
 * arrays, because nothing that a page does to prototypes reaches them.
 */
export interface NodeStates {
  /** The highest id so far: a node above it is new. */
  last(): number
  flags(id: number): number
  tag(id: number): Tag
  parent(id: number): number
  add(id: number, parentId: number, flags: number, tag: Tag): void
  mark(id: number, flags: number): void
  /** Marks a node and all that was recorded below it. */
  markBelow(id: number, flags: number): void
  /** Whether `id` is `ancestor` or below it. */
  isBelow(id: number, ancestor: number): boolean
}

export function createNodeStates(): NodeStates {
  let flagsOf = new Bytes(FIRST_SIZE)
  let tagOf = new Bytes(FIRST_SIZE)
  let parentOf = new Integers(FIRST_SIZE)
  let last = 0

  const isKnown = (id: number) => id > 0 && id <= last
  const isValid = (id: number) => id > 0 && id < MAX_ID && id === (id | 0)

  function isBelow(id: number, ancestor: number): boolean {
    for (let at = id, depth = 0; isKnown(at) && depth < MAX_DEPTH; at = parentOf[at]!, depth++) {
      if (at === ancestor) return true
    }
    return false
  }

  function grow(id: number): void {
    let size = flagsOf.length
    while (size <= id) size *= 2
    const flags = new Bytes(size)
    const tags = new Bytes(size)
    const parents = new Integers(size)
    copyInto(flags, flagsOf)
    copyInto(tags, tagOf)
    copyInto(parents, parentOf)
    flagsOf = flags
    tagOf = tags
    parentOf = parents
  }

  return {
    last: () => last,
    flags: (id) => (isKnown(id) ? flagsOf[id]! : id >= MAX_ID ? PRIVATE : 0),
    tag: (id) => (isKnown(id) ? (tagOf[id]! as Tag) : TAG.other),
    parent: (id) => (isKnown(id) ? parentOf[id]! : 0),
    add(id, parentId, flags, tag) {
      if (!isValid(id)) return
      if (id >= flagsOf.length) grow(id)
      if (id > last) last = id
      flagsOf[id] = flags
      tagOf[id] = tag
      parentOf[id] = parentId
    },
    mark(id, flags) {
      if (isKnown(id)) flagsOf[id]! |= flags
    },
    markBelow(id, flags) {
      for (let node = 1; node <= last; node++) if (isBelow(node, id)) flagsOf[node]! |= flags
    },
    isBelow,
  }
}

const FIRST_SIZE = 8192
const copyInto = methodOf<ArrayLike<number>, [ArrayLike<number>], unknown>(Bytes.prototype, 'set')

/** Deeper than any page; ends the walk should parents ever form a ring. */
const MAX_DEPTH = 10_000
