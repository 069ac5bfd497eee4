import { inertAttribute } from './inert-attributes.ts'

/** A serialized node as it comes out of a file: nothing about it is certain. */
type RawNode = Record<string, unknown>

/** rrweb's NodeType. */
const DOCUMENT = 0
const DOCTYPE = 1
const ELEMENT = 2

/** A deeper tree than any page has; deeper ones would exhaust the stack. */
const MAX_DEPTH = 2000

/**
 * Makes a serialized node and all below it harmless, in place.
 *
 * @returns whether it is a node at all; one that is not has to be dropped
 */
export function makeNodeInert(value: unknown, depth = 0): boolean {
  if (!isRecord(value) || typeof value.id !== 'number' || depth > MAX_DEPTH) return false
  switch (value.type) {
    case DOCUMENT:
      return makeChildrenInert(value, depth)
    case DOCTYPE:
      // createDocumentType throws for other names, and the whole page would be missing.
      if (typeof value.name !== 'string' || !/^[a-zA-Z][\w.-]*$/.test(value.name)) value.name = 'html'
      value.publicId = text(value.publicId)
      value.systemId = text(value.systemId)
      return true
    case ELEMENT:
      return makeElementInert(value) && makeChildrenInert(value, depth)
    default:
      if (typeof value.type !== 'number') return false
      value.textContent = text(value.textContent)
      return true
  }
}

function makeElementInert(node: RawNode): boolean {
  if (typeof node.tagName !== 'string' || !/^[a-zA-Z][^\s/>]*$/.test(node.tagName)) return false
  const tag = node.tagName.toLowerCase()
  // rrweb turns `script` into `noscript`, but only when it is spelled so. Names of SVG have capitals.
  if (tag === 'script' || node.isSVG !== true) node.tagName = tag
  node.attributes = inertAttributes(tag, isRecord(node.attributes) ? node.attributes : {})
  return true
}

/** The attributes of an element, or of an attribute mutation (then `tag` is null), without what acts. */
export function inertAttributes(
  tag: string | null,
  attributes: Record<string, unknown>,
): Record<string, unknown> {
  const inert: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(attributes)) {
    // In a mutation null says that the attribute was removed, which is always allowed.
    const kept = value === null ? null : inertAttribute(tag, name, value)
    if (kept !== null || value === null) inert[name] = kept
  }
  return inert
}

function makeChildrenInert(node: RawNode, depth: number): boolean {
  const children = Array.isArray(node.childNodes) ? (node.childNodes as unknown[]) : []
  node.childNodes = children.filter((child) => makeNodeInert(child, depth + 1))
  return true
}

const text = (value: unknown) => (typeof value === 'string' ? value : '')

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
