import { attributesOf, isElement, parentOf } from './tree.ts'

/** Attributes that are there to find elements by, as test frameworks know them. */
export const TEST_ID_ATTRIBUTES = ['data-testid', 'data-test-id', 'data-test', 'data-cy', 'data-qa'] as const

/** Ids that a program made: `:r1:`, `ember123`, `radix-42`, long runs of digits or hex. They are others the next time. */
const MADE_UP = /^:|\d{3,}|[0-9a-f]{8,}|(?:^|[-_])(?:radix|ember|react|mui|headlessui)[-_:]?/i

/**
 * A short CSS selector that finds an element, and no other one, within its document or shadow root.
 */
export function selectorOf(element: Element): string {
  const root = element.getRootNode() as Document | ShadowRoot
  const isOnly = (selector: string) => countOf(root, selector) === 1
  let path = ''
  for (let at: Element | null = element; at; at = at.parentElement) {
    const names = namesOf(at)
    const unique = names.find((name) => isOnly(join(name, path)))
    if (unique !== undefined) return join(unique, path)
    path = join(positionOf(at), path)
    if (isOnly(path)) return path
  }
  return path
}

/**
 * Selectors of an element and, before it, of the frames and hosts of shadow roots that it is in, the outermost first.
 *
 * @param page the document of the page; the frame that it is itself shown in is none of its own
 */
export function selectorPath(
  element: Element,
  page: Document,
): { selector: string; kind: 'frame' | 'shadow' | 'element' }[] {
  const path: ReturnType<typeof selectorPath> = [{ selector: selectorOf(element), kind: 'element' }]
  for (let root = element.getRootNode(); ;) {
    const holder = root === page ? null : parentOf(root)
    if (!holder || !isElement(holder)) return path
    path.unshift({
      selector: selectorOf(holder),
      kind: root.nodeType === Node.DOCUMENT_NODE ? 'frame' : 'shadow',
    })
    root = holder.getRootNode()
  }
}

/** How many elements a selector finds; 0 when it is none. */
export function countOf(root: Document | ShadowRoot, selector: string): number {
  try {
    return root.querySelectorAll(selector).length
  } catch {
    return 0
  }
}

/** What an element could be known by alone, the best first. */
function namesOf(element: Element): string[] {
  const tag = element.localName
  const attributes = new Map(attributesOf(element))
  const names: string[] = []
  for (const name of TEST_ID_ATTRIBUTES) {
    const value = attributes.get(name)
    if (value) names.push(`[${name}=${quoted(value)}]`)
  }
  const id = attributes.get('id')
  if (id && !MADE_UP.test(id)) names.push(`#${CSS.escape(id)}`)
  const name = attributes.get('name')
  if (name) names.push(`${CSS.escape(tag)}[name=${quoted(name)}]`)
  const classes = (attributes.get('class') ?? '').split(/\s+/).filter((word) => /^[a-z]/i.test(word))
  names.push(
    ...classes.filter((word) => !MADE_UP.test(word)).map((word) => `${CSS.escape(tag)}.${CSS.escape(word)}`),
  )
  names.push(CSS.escape(tag))
  return names
}

function positionOf(element: Element): string {
  const tag = CSS.escape(element.localName)
  const same = Array.from(element.parentNode?.children ?? []).filter(
    ({ localName }) => localName === element.localName,
  )
  return same.length > 1 ? `${tag}:nth-of-type(${same.indexOf(element) + 1})` : tag
}

const join = (parent: string, path: string) => (path === '' ? parent : `${parent} > ${path}`)
const quoted = (value: string) => `"${CSS.escape(value)}"`
