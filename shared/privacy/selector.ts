/** An element as far as a selector asks about it. */
export interface Described {
  tagName: string
  attributes: Record<string, unknown>
  parent: Described | null
}

interface Compound {
  tag: string | null
  tests: ((attributes: Record<string, unknown>) => boolean)[]
  /** Whether the next one to the left is the parent itself. */
  child: boolean
}

/**
 * A CSS selector that is asked about recorded elements, of which there is no DOM. Tags, `#id`, `.class`, `[name]` and
 * `[name="value"]`, with blanks and `>` between. Null when `source` has anything else.
 */
export function parseSelector(source: string): ((element: Described) => boolean) | null {
  const compounds: Compound[] = []
  let rest = source.trim()
  let child = false
  while (rest !== '') {
    const compound = parseCompound(rest)
    if (!compound) return null
    compounds.push({ ...compound.parsed, child })
    const combinator = /^(?:\s*>\s*|\s+)/.exec(compound.rest)?.[0] ?? ''
    rest = compound.rest.slice(combinator.length)
    if (combinator === '' && rest !== '') return null
    if (combinator !== '' && rest === '') return null
    child = combinator.includes('>')
  }
  return compounds.length === 0 ? null : (element) => fits(element, compounds, compounds.length - 1)
}

function fits(element: Described, compounds: Compound[], last: number): boolean {
  const { tag, tests, child } = compounds[last]!
  if (tag !== null && tag !== '*' && element.tagName.toLowerCase() !== tag) return false
  if (!tests.every((test) => test(element.attributes))) return false
  if (last === 0) return true
  for (let at = element.parent; at; at = at.parent) {
    if (fits(at, compounds, last - 1)) return true
    if (child) return false
  }
  return false
}

const PART =
  /^(?:([\w-]+|\*)|#((?:[\w-]|[\u0080-\uffff])+)|\.((?:[\w-]|[\u0080-\uffff])+)|\[\s*([\w:-]+)\s*(?:=\s*(?:"([^"]*)"|'([^']*)'|([\w-]+))\s*)?\])/

function parseCompound(source: string): { parsed: Omit<Compound, 'child'>; rest: string } | null {
  let rest = source
  let tag: string | null = null
  const tests: Compound['tests'] = []
  for (let part = PART.exec(rest); part; part = PART.exec(rest)) {
    const [whole, name, id, className, attribute, quoted, single, bare] = part
    if (name !== undefined) {
      if (rest !== source) return null
      tag = name.toLowerCase()
    } else if (id !== undefined) tests.push((attributes) => attributes['id'] === id)
    else if (className !== undefined)
      tests.push((attributes) => wordsOf(attributes['class']).includes(className))
    else if (attribute !== undefined) {
      const value = quoted ?? single ?? bare
      tests.push((attributes) =>
        value === undefined ? attributes[attribute] !== undefined : attributes[attribute] === value,
      )
    }
    rest = rest.slice(whole.length)
  }
  return rest === source ? null : { parsed: { tag, tests }, rest }
}

const wordsOf = (value: unknown) => (typeof value === 'string' ? value.split(/\s+/) : [])
