import { computeAccessibleName, getRole } from 'dom-accessibility-api'
import { selectorPath } from './selector.ts'

/** Roles that say nothing of what an element is for. */
const VAGUE_ROLES = new Set([
  'generic',
  'none',
  'presentation',
  'paragraph',
  'document',
  'strong',
  'emphasis',
])
const LONGEST_NAME = 80

/**
 * A locator of Playwright for an element, as its own generator would write it: by test id, by role and name, by label,
 * placeholder or text, and by a selector where all of these are missing. `.nth()` where several would be found.
 */
export function locatorOf(element: Element, pageDocument: Document): string {
  const path = selectorPath(element, pageDocument)
  const frames = path.filter(({ kind }) => kind === 'frame')
  const page = ['page', ...frames.map(({ selector }) => `frameLocator(${quote(selector)})`)].join('.')
  const root = element.getRootNode() as Document | ShadowRoot
  const best = candidatesOf(element)
    .map((candidate) => ({
      ...candidate,
      found: Array.from(root.querySelectorAll('*')).filter(candidate.finds),
    }))
    .sort((a, b) => Number(a.found.length > 1) - Number(b.found.length > 1))[0]
  if (!best) {
    // Playwright looks into shadow roots by itself.
    const selector = path.filter(({ kind }) => kind !== 'frame').map((part) => part.selector)
    return `${page}.locator(${quote(selector.join(' '))})`
  }
  const nth = best.found.length > 1 ? `.nth(${best.found.indexOf(element)})` : ''
  return `${page}.${best.call}${nth}`
}

interface Candidate {
  call: string
  /** Whether it finds an element. */
  finds: (element: Element) => boolean
}

function candidatesOf(element: Element): Candidate[] {
  const candidates: Candidate[] = []
  const testId = element.getAttribute('data-testid')
  if (testId) {
    candidates.push({
      call: `getByTestId(${quote(testId)})`,
      finds: (other) => other.getAttribute('data-testid') === testId,
    })
  }
  const role = roleOf(element)
  const name = nameOf(element)
  if (role && name) {
    candidates.push({
      call: `getByRole(${quote(role)}, { name: ${quote(name)}, exact: true })`,
      finds: (other) => roleOf(other) === role && nameOf(other) === name,
    })
  }
  const placeholder = element.getAttribute('placeholder')
  if (isUsable(placeholder)) {
    candidates.push({
      call: `getByPlaceholder(${quote(placeholder)}, { exact: true })`,
      finds: (other) => other.getAttribute('placeholder') === placeholder,
    })
  }
  const text = ownText(element)
  if (!role && isUsable(text)) {
    candidates.push({
      call: `getByText(${quote(text)}, { exact: true })`,
      finds: (other) => ownText(other) === text,
    })
  }
  return candidates
}

/** The role of an element, unless it says nothing. */
export function roleOf(element: Element): string | null {
  const role = getRole(element)
  return role === null || VAGUE_ROLES.has(role) ? null : role
}

/** The accessible name of an element; empty when it has none, when it is masked, or too long to be one. */
export function nameOf(element: Element): string {
  const name = tidy(computeAccessibleName(element))
  return isUsable(name) ? name : ''
}

/** Masked text differs from what the page has. */
function isUsable(text: string | null): text is string {
  return text !== null && text !== '' && text.length <= LONGEST_NAME && !/\*{3}/.test(text)
}

function ownText(element: Element): string {
  const isText = element.childElementCount === 0 && !/^(?:style|script|noscript)$/.test(element.localName)
  return isText ? tidy(element.textContent) : ''
}

const tidy = (text: string) => text.trim().replace(/\s+/g, ' ')

/** As JavaScript: a name comes from the page, and must stay a text wherever it is pasted. */
function quote(text: string): string {
  const escaped = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")
  return `'${escaped.replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')}'`
}
