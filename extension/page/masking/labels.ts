import { dictionary, exec, matches, trim } from '../../../shared/privacy/natives.ts'
import {
  attributeOf,
  closest,
  getElementById,
  isElement,
  localNameOf,
  ownerDocumentOf,
  parentOf,
  previousElementOf,
  queryAll,
  rootOf,
  shortTextOf,
} from './live-dom.ts'

/**
 * What names a field to people. The platform's own `labels` goes through the whole document for each field; here that is
 * done once for all fields of an event.
 */
export interface Labels {
  /** Forgets what was found: the document may have changed. */
  refresh(): void
  /** Its labels, what aria-labelledby points to, or else a short text before it. */
  of(field: Element): string[]
}

/** A longer text is no label. */
const MAX_LABEL = 200

export function createLabels(): Labels {
  let root: Node | null = null
  let labels = dictionary<Element>()

  function labelFor(field: Element): Element | undefined {
    const id = attributeOf(field, 'id')
    if (id === null) return undefined
    const here = rootOf(field)
    if (here !== root) {
      root = here
      labels = dictionary()
      const all = queryAll(here, 'label[for]')
      for (let i = 0; i < all.length; i++) labels[attributeOf(all[i]!, 'for') ?? ''] = all[i]!
    }
    return labels[id]
  }

  return {
    refresh: () => (root = null),
    of(field) {
      const texts: string[] = []
      const add = (label: Node | null | undefined) => {
        if (label) texts[texts.length] = trim(shortTextOf(label, MAX_LABEL) ?? '')
      }
      add(closest(field, 'label'))
      add(labelFor(field))
      const ids = attributeOf(field, 'aria-labelledby') ?? ''
      const owner = ids === '' ? null : ownerDocumentOf(field)
      ID.lastIndex = 0
      for (let id = exec(ID, ids); owner && id; id = exec(ID, ids)) add(getElementById(owner, id[0]))
      if (texts.length === 0) texts[0] = textBefore(field)
      return texts
    },
  }
}
const ID = /\S+/g

/** Forms without labels: the text of the element before the field, or of the table cell before its own. */
function textBefore(field: Element): string {
  const parent = parentOf(field)
  const inCell = parent !== null && isElement(parent) && matches(/^t[dh]$/, localNameOf(parent))
  const before = previousElementOf(field) ?? (inCell ? previousElementOf(parent) : null)
  if (!before || !matches(LABELLING, localNameOf(before))) return ''
  return trim(shortTextOf(before, MAX_LABEL) ?? '')
}
const LABELLING = /^(?:label|span|td|th|dt|b|strong|p|div|em|small|h\d)$/
