import { dictionaryOf, slice } from '../../../shared/privacy/natives.ts'
import type { StepKind, StepTarget } from '../../../shared/session/events.ts'

/** A step but for its words. */
export interface StepFacts {
  kind: StepKind
  target: StepTarget | null
  value: string | null
  count: number
  /** What a `type` is done to, or how a page was come to; see {@link describeStep}. */
  manner?: Manner | undefined
}

export type Manner = 'slider' | 'file' | 'reload' | 'back' | 'restore' | 'start' | 'down' | 'up' | 'sideways'

/** UTF-16 units of a value in a sentence. */
const MAX_QUOTED = 60

/** What the user did, in words: `Clicks button "Pay now"`. Everything in `step` is masked already. */
export function describeStep({ kind, target, value, count, manner }: StepFacts): string {
  const what = target ? phrase(target) : 'the page'
  switch (kind) {
    case 'click':
      return describeClick(value, what, count)
    case 'dblclick':
      return `Double-clicks ${what}`
    case 'type':
      if (manner === 'slider') return `Sets ${what} to ${quoted(value)}`
      return value === '' ? `Empties ${what}` : `Types ${quoted(value)} into ${what}`
    case 'select':
      if (manner === 'file') return `Chooses ${count === 1 ? 'a file' : `${count} files`} in ${what}`
      return value === null || value === ''
        ? `Chooses nothing in ${what}`
        : `Chooses ${quoted(value)} in ${what}`
    case 'check':
      if (value === null) return `Changes ${what}`
      return `${value === 'off' ? 'Unchecks' : target?.role === 'radio' ? 'Chooses' : 'Checks'} ${what}`
    case 'submit':
      return `Submits ${what}`
    case 'key':
      return `Presses ${value ?? ''}${times(count)}${target ? ` in ${what}` : ''}`
    case 'scroll':
      return `Scrolls ${manner ?? 'down'}${target ? ` in ${what}` : ''}`
    case 'navigate':
      return `${MOVES[manner ?? ''] ?? 'Goes to'} ${path(value ?? '')}`
  }
}

const MOVES = dictionaryOf({
  start: 'Starts on',
  reload: 'Reloads',
  back: 'Goes back or forward to',
  restore: 'Comes back to',
})

function describeClick(button: string | null, what: string, count: number): string {
  const verb = button === 'right' ? 'Right-clicks' : button === 'middle' ? 'Middle-clicks' : 'Clicks'
  return `${verb} ${what}${times(count)}`
}

const times = (count: number) => (count > 1 ? ` ${count} times` : '')

const quoted = (value: string | null) => {
  if (value === null) return 'something'
  return `"${value.length > MAX_QUOTED ? slice(value, 0, MAX_QUOTED) + '…' : value}"`
}

/** Words that people use for roles, where they differ from the role's name. */
const WORDS = dictionaryOf({
  textbox: 'field',
  searchbox: 'search field',
  spinbutton: 'number field',
  combobox: 'list',
  listbox: 'list',
  radio: 'radio button',
  img: 'image',
  menuitem: 'menu item',
  menuitemcheckbox: 'menu item',
  menuitemradio: 'menu item',
  treeitem: 'item',
  listitem: 'item',
  gridcell: 'cell',
  columnheader: 'column header',
  rowheader: 'row header',
  progressbar: 'progress bar',
})

/** An element in words: `button "Pay now"`, or its selector when it has neither role nor name. */
export function phrase({ role, name, testId, selector }: StepTarget): string {
  const word = role === null ? '' : (WORDS[role] ?? role)
  if (name !== null) return word === '' ? `"${name}"` : `${word} "${name}"`
  const which = testId ?? selector
  return word === '' ? which || 'something' : which === '' ? word : `${word} ${which}`
}

/** Without scheme and host. */
function path(url: string): string {
  let slashes = 0
  for (let i = 0; i < url.length; i++) {
    if (slice(url, i, i + 1) === '/' && ++slashes === 3) return slice(url, i)
  }
  return url
}
