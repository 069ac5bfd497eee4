import type { serializedNodeWithId } from '@rrweb/types'
import { GONE, SECRET_FIELD } from '../../page/masking/node-states.ts'
import { createSanitizer } from '../../page/masking/create-sanitizer.ts'
import { compileRules } from '../../page/masking/rules.ts'
import { sanitizeTree } from '../../page/masking/sanitize-node.ts'
import type { RuleProblem } from '../../../shared/privacy/check-rules.ts'
import type { DocumentRules } from '../../../shared/protocol/site-settings.ts'
import { createReasons } from './reasons.ts'
import { serializeDocument, type SeenElement, type Serialized } from './serialize.ts'

/** A place on the page of which a recording does not have what is there. */
export interface Finding {
  kind: 'masked' | 'blocked'
  /** By which rule, in words. */
  rule: string
  place: { element: Element } | { text: Text; start: number; end: number }
}

export interface Found {
  findings: Finding[]
  /** Attributes and addresses that are masked, and that nobody sees on the page. */
  attributes: number
  /** Documents and shadow roots, to be watched for changes. */
  roots: Node[]
}

export interface Finder {
  /** Rules that cannot be used. */
  problems: RuleProblem[]
  /** What is masked right now. */
  find(): Found
}

/** Attributes that are seen on the page. */
const SEEN_ATTRIBUTES = ['value', 'placeholder', 'checked', 'label']
/** Elements whose pictures are left out where a level or an area hides them. */
const PICTURES = /^(?:img|video|audio|canvas|object|embed|image)$/

/** A field in which something may be written or chosen, also when it is empty now. */
function isWritable(element: Element): boolean {
  const isInput =
    element.localName === 'input' &&
    !/^(?:hidden|submit|button|reset|image)$/i.test(element.getAttribute('type') ?? '')
  return isInput || /^(?:textarea|select)$/.test(element.localName)
}

/**
 * Finds what is masked by masking it: the live document is serialized as a recording would have it, goes through the
 * masks, and what comes out different was masked.
 */
export function createFinder(rules: DocumentRules): Finder {
  const compiled = compileRules(rules)
  const nodes = new Map<number, WeakRef<Node>>()
  const ids = new WeakMap<Node, number>()
  const sanitizer = createSanitizer(compiled.rules, (id) => nodes.get(id)?.deref() ?? null)
  const reasons = createReasons(rules, compiled.rules, sanitizer)
  let lastId = 0

  function idOf(node: Node): number {
    const known = ids.get(node)
    if (known !== undefined) return known
    ids.set(node, ++lastId)
    nodes.set(lastId, new WeakRef(node))
    return lastId
  }

  function find(): Found {
    const found: Found = { findings: [], attributes: 0, roots: [] }
    for (const [id, node] of nodes) if (!node.deref()) nodes.delete(id)
    sanitizer.fields.refresh()
    findInDocument(document, 0, found)
    return found
  }

  function findInDocument(of: Document, parentId: number, found: Found): void {
    const serialized = serializeDocument(of, idOf, sanitizer)
    sanitizeTree(serialized.tree, parentId, sanitizer)
    compare(serialized.tree, serialized, found)
    found.roots.push(...serialized.roots)
    for (const frame of serialized.frames) {
      if (!(sanitizer.states.flags(frame.id) & GONE)) findInDocument(frame.document, frame.id, found)
    }
  }

  function compare(node: serializedNodeWithId, serialized: Serialized, found: Found): void {
    const text = serialized.texts.get(node.id)
    if (text) compareText(text, (node as { textContent: string }).textContent, node.id, found)
    const seen = serialized.elements.get(node.id)
    if (seen && !compareElement(seen, node, found)) return
    if ('childNodes' in node) for (const child of node.childNodes) compare(child, serialized, found)
  }

  function compareText(text: Text, masked: string, id: number, found: Found): void {
    const { data } = text
    if (masked === data) return
    const flags = sanitizer.states.flags(id)
    const holder = text.parentElement
    if (sanitizer.masks.hides(flags) || masked.length !== data.length) {
      const rule = holder ? reasons.ofArea(holder, flags) : reasons.secret
      found.findings.push({ kind: 'masked', rule, place: { text, start: 0, end: data.length } })
      return
    }
    for (const { start, end, rule } of reasons.ofText(data, masked)) {
      found.findings.push({ kind: 'masked', rule, place: { text, start, end } })
    }
  }

  /** Whether what is inside is to be looked at too. */
  function compareElement(
    { element, before, blockedByClass }: SeenElement,
    node: serializedNodeWithId,
    found: Found,
  ): boolean {
    const { findings } = found
    const flags = sanitizer.states.flags(node.id)
    const place = { element }
    if (blockedByClass || flags & GONE) {
      findings.push({ kind: 'blocked', rule: reasons.ofBlock(element, blockedByClass), place })
      return false
    }
    const after = (node as { attributes: Record<string, unknown> }).attributes
    if (flags & SECRET_FIELD && element.localName !== 'option') {
      if (element.getAttribute('type') !== 'hidden')
        findings.push({ kind: 'masked', rule: reasons.ofField(element, flags), place })
    } else {
      const rule = ruleOfAttributes(element, before, after, flags)
      if (rule !== null) findings.push({ kind: 'masked', rule, place })
    }
    for (const name of Object.keys(before)) {
      if (!SEEN_ATTRIBUTES.includes(name) && before[name] !== after[name]) found.attributes++
    }
    return true
  }

  function ruleOfAttributes(
    element: Element,
    before: SeenElement['before'],
    after: Record<string, unknown>,
    flags: number,
  ): string | null {
    const hidden = sanitizer.masks.hides(flags)
    if (hidden && (PICTURES.test(element.localName) || isWritable(element)))
      return reasons.ofArea(element, flags)
    for (const name of SEEN_ATTRIBUTES) {
      const raw = before[name]
      if (raw === undefined) continue
      const typed =
        name === 'value' && typeof raw === 'string' && typeof after[name] === 'string'
          ? sanitizer.fields.typed(after[name])
          : after[name]
      if (typed === raw) continue
      if (hidden || typeof raw !== 'string' || typeof typed !== 'string')
        return reasons.ofArea(element, flags)
      return reasons.ofText(raw, typed)[0]?.rule ?? reasons.secret
    }
    return null
  }

  return { problems: compiled.problems, find }
}
