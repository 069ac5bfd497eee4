import { getterOf, matches, wordSet } from '../../../shared/privacy/natives.ts'

const keyOf = getterOf(KeyboardEvent.prototype, 'key')
const controlOf = getterOf(KeyboardEvent.prototype, 'ctrlKey')
const altOf = getterOf(KeyboardEvent.prototype, 'altKey')
const metaOf = getterOf(KeyboardEvent.prototype, 'metaKey')
const shiftOf = getterOf(KeyboardEvent.prototype, 'shiftKey')
const composingOf = getterOf(KeyboardEvent.prototype, 'isComposing')

/** Keys that do something wherever they are pressed. */
const ANYWHERE = wordSet('Enter Escape PageUp PageDown F1 F2 F3 F4 F5 F6 F7 F8 F9 F10 F11 F12')
/** In a text they are part of typing. */
const BESIDE_TEXT = wordSet('ArrowUp ArrowDown ArrowLeft ArrowRight Home End Delete Backspace Space')

/**
 * A key that was pressed, as Playwright writes it (`Control+k`), when it does something by itself; else null. A character
 * alone is never told: pages that listen to keys build fields of them.
 *
 * @param inText whether it went into a text field
 */
export function keyName(event: KeyboardEvent, inText: boolean): string | null {
  if (composingOf(event)) return null
  const key = keyOf(event) === ' ' ? 'Space' : keyOf(event)
  const control = controlOf(event)
  const alt = altOf(event)
  const meta = metaOf(event)
  const isNamed = ANYWHERE[key] === true || (!inText && BESIDE_TEXT[key] === true)
  // Alt, alone or with Control, writes characters on many keyboards.
  const isShortcut =
    (control || meta) && !alt && matches(/^(?:[a-z0-9/.,]|Arrow\w+|Backspace|Delete|Home|End|Space)$/i, key)
  if (!isNamed && !isShortcut) return null
  const modifiers =
    (control ? 'Control+' : '') +
    (alt ? 'Alt+' : '') +
    (meta ? 'Meta+' : '') +
    (shiftOf(event) ? 'Shift+' : '')
  return modifiers + key
}
