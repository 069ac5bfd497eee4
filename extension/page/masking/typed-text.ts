import type { mutationData } from '@rrweb/types'
import { matches } from '../../../shared/privacy/natives.ts'
import { holderOf, nearest } from './live-dom.ts'
import type { Sanitizer } from './sanitize-node.ts'

const EDITABLE = '[contenteditable]:not([contenteditable="false"])'
/** What {@link Fields.typed} looks for has one of these. */
const TELLING = /@|(?:\d[ -]?){12}/

/** Masks what is only beginning to be secret in the texts of an editor, as in fields: see {@link Fields.typed}. */
export function maskTyped({ texts, adds }: mutationData, sanitizer: Sanitizer): void {
  for (let i = 0; i < texts.length; i++) {
    const text = texts[i]!
    if (text.value && isTyped(text.id, text.value, sanitizer)) text.value = sanitizer.fields.typed(text.value)
  }
  for (let i = 0; i < adds.length; i++) {
    const { node } = adds[i]!
    if ('textContent' in node && isTyped(node.id, node.textContent, sanitizer))
      node.textContent = sanitizer.fields.typed(node.textContent)
  }
}

function isTyped(id: number, text: string, { getNode }: Sanitizer): boolean {
  if (!matches(TELLING, text)) return false
  const node = getNode(id)
  return node !== null && nearest(holderOf(node), EDITABLE) !== null
}
