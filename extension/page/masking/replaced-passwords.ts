import type { mutationData } from '@rrweb/types'
import { asterisks } from '../../../shared/privacy/asterisks.ts'
import { PASSWORD, SECRET_FIELD, TAG } from './node-states.ts'
import type { Sanitizer } from './sanitize-node.ts'

/**
 * Frameworks may take a password field away and put another input in its place, without any name that would tell. An
 * input that is added below a node from which, in the same mutation, a password field was removed counts as that field.
 */
export function markReplacedPasswords({ adds, removes }: mutationData, sanitizer: Sanitizer): void {
  if (adds.length === 0 || removes.length === 0) return
  const { states, fields, getNode } = sanitizer
  const emptied: number[] = []
  for (let i = 0; i < removes.length; i++) {
    if (states.flags(removes[i]!.id) & PASSWORD) emptied[emptied.length] = removes[i]!.parentId
  }
  for (let i = 0; emptied.length > 0 && i < adds.length; i++) {
    const { node, parentId } = adds[i]!
    if (states.tag(node.id) !== TAG.input || !includes(emptied, parentId) || !('attributes' in node)) continue
    states.mark(node.id, PASSWORD | SECRET_FIELD)
    fields.rememberPassword(node.attributes, getNode(node.id) as Element | null)
    const { value } = node.attributes
    if (typeof value === 'string') node.attributes['value'] = asterisks(value)
  }
}

function includes(ids: number[], id: number): boolean {
  for (let i = 0; i < ids.length; i++) if (ids[i] === id) return true
  return false
}
