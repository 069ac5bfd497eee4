import { getterOf, slice } from '../../../shared/privacy/natives.ts'
import type { Masker } from '../masking/create-masker.ts'
import { queryAll, valueOf } from '../masking/live-dom.ts'
import { accessibleName, editorText } from './accessible-name.ts'

const checkedOf = getterOf(HTMLInputElement.prototype, 'checked')
const filesOf = getterOf(HTMLInputElement.prototype, 'files')
const selectedOf = getterOf(HTMLOptionElement.prototype, 'selected')
const fileCountOf = typeof FileList === 'undefined' ? () => 0 : getterOf(FileList.prototype, 'length')

/** UTF-16 units of a value that are told. */
const MAX_VALUE = 1_000
/** A longer text is not looked through at every key. */
const MAX_READ = 20_000
const MAX_OPTIONS = 5_000

/** What a field holds, masked; null where it is hidden altogether. */
export function textValue(field: Element, masker: Masker): string | null {
  if (masker.hides(field)) return null
  const raw = valueOf(field)
  return raw.length > MAX_READ ? null : capped(masker.typed(raw, field))
}

/** What an editor shows, masked; null where it is hidden. */
export function editorValue(editor: Element, masker: Masker): string | null {
  return masker.hides(editor) ? null : capped(masker.typed(editorText(editor, masker), editor))
}

/** `on` or `off`; null where that is hidden. */
export function checkedValue(field: Element, masker: Masker): string | null {
  const value = checkedOf(field as HTMLInputElement) ? 'on' : 'off'
  return masker.typed(value, field) === value ? value : null
}

/** The chosen options, a line each, masked; null where they are hidden. */
export function chosenValue(select: Element, masker: Masker): string | null {
  if (masker.hides(select)) return null
  const options = queryAll(select, 'option')
  let chosen = ''
  for (let i = 0; i < options.length && i < MAX_OPTIONS && chosen.length < MAX_VALUE; i++) {
    const option = options[i]!
    if (!selectedOf(option as HTMLOptionElement)) continue
    const text = accessibleName(option, 'option', masker) ?? ''
    chosen += (chosen === '' ? '' : '\n') + masker.typed(text, select)
  }
  return capped(chosen)
}

export function countFiles(field: Element): number {
  const files = filesOf(field as HTMLInputElement)
  return files ? fileCountOf(files) : 0
}

const capped = (text: string) => (text.length > MAX_VALUE ? slice(text, 0, MAX_VALUE) : text)
