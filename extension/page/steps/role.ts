import { dictionaryOf, exec, toLowerCase, wordSet } from '../../../shared/privacy/natives.ts'
import { attributeOf, localNameOf, typeOf } from '../masking/live-dom.ts'

/** Roles of elements that have one by themselves (HTML-AAM), as far as people act on them or they name what they hold. */
const ROLE_OF_TAG = dictionaryOf({
  article: 'article',
  button: 'button',
  dialog: 'dialog',
  fieldset: 'group',
  form: 'form',
  h1: 'heading',
  h2: 'heading',
  h3: 'heading',
  h4: 'heading',
  h5: 'heading',
  h6: 'heading',
  img: 'img',
  li: 'listitem',
  main: 'main',
  nav: 'navigation',
  ol: 'list',
  option: 'option',
  progress: 'progressbar',
  summary: 'button',
  table: 'table',
  td: 'cell',
  textarea: 'textbox',
  th: 'columnheader',
  tr: 'row',
  ul: 'list',
})

const ROLE_OF_INPUT = dictionaryOf({
  button: 'button',
  checkbox: 'checkbox',
  image: 'button',
  number: 'spinbutton',
  radio: 'radio',
  range: 'slider',
  reset: 'button',
  submit: 'button',
  search: 'searchbox',
  email: 'textbox',
  tel: 'textbox',
  text: 'textbox',
  url: 'textbox',
})

/** All roles of ARIA 1.2. Another word in the attribute may be anything, and is not told. */
const ROLES = wordSet(
  `alert alertdialog application article banner blockquote button caption cell checkbox code columnheader combobox
   complementary contentinfo definition deletion dialog directory document emphasis feed figure form generic grid gridcell
   group heading img insertion link list listbox listitem log main marquee math menu menubar menuitem menuitemcheckbox
   menuitemradio meter navigation note option paragraph progressbar radio radiogroup region row rowgroup rowheader
   scrollbar search searchbox separator slider spinbutton status strong subscript superscript switch tab table tablist
   tabpanel term textbox time timer toolbar tooltip tree treegrid treeitem`,
)

/** The ARIA role of an element: the first known one that it declares, or its own; null when it has none. */
export function roleOf(element: Element): string | null {
  const declared = attributeOf(element, 'role') ?? ''
  WORD.lastIndex = 0
  for (let word = exec(WORD, declared); word; word = exec(WORD, declared)) {
    const role = toLowerCase(word[0])
    if (ROLES[role] === true) return role
  }
  const tag = localNameOf(element)
  if (tag === 'input') return roleOfInput(element)
  if (tag === 'select') return isListbox(element) ? 'listbox' : 'combobox'
  if (tag === 'a' || tag === 'area') return attributeOf(element, 'href') === null ? null : 'link'
  return ROLE_OF_TAG[tag] ?? null
}

const WORD = /\S+/g

function roleOfInput(element: Element): string | null {
  const role = ROLE_OF_INPUT[typeOf(element)] ?? null
  const suggests = attributeOf(element, 'list') !== null
  return suggests && (role === 'textbox' || role === 'searchbox') ? 'combobox' : role
}

const isListbox = (select: Element) =>
  attributeOf(select, 'multiple') !== null || +(attributeOf(select, 'size') ?? 1) > 1
