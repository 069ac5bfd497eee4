import { asterisks } from '../../../shared/privacy/asterisks.ts'
import { exec, matches, slice } from '../../../shared/privacy/natives.ts'
import type { MaskText } from './mask-text.ts'

/** Attributes that tell which element it is; the console shows them. */
const SHOWN = /^(?:id|class|type|name|role|data-testid|for|tabindex|disabled|rel|aria-hidden)$/i
const ATTRIBUTE = /([^\s"'<>/=]+)="([^"]*)"/g

/** Masks the tag of a node that was logged: the values of all attributes but those that identify it. */
export function maskTag(html: string, secrets: MaskText): string {
  let masked = ''
  let at = 0
  ATTRIBUTE.lastIndex = 0
  for (let found = exec(ATTRIBUTE, html); found; found = exec(ATTRIBUTE, html)) {
    const value = found[2]!
    const end = found.index + found[0].length - 1
    masked += slice(html, at, end - value.length) + (matches(SHOWN, found[1]!) ? value : asterisks(value))
    at = end
  }
  return secrets(masked + slice(html, at))
}
