import type { Finding } from './find-masked.ts'

export interface LegendFacts {
  attributes: number
  problems: readonly { rule: string; sentence: string }[]
  /** Findings in view that are not drawn. */
  more: number
}

export interface Legend {
  element: HTMLElement
  tell(findings: readonly Finding[], facts: LegendFacts): void
}

/** More rules are summed up. */
const MAX_RULES = 8

/** The box that says what the colours mean, and how much of it there is. */
export function legendOf(onClose: () => void): Legend {
  const element = make('section', 'legend')
  element.setAttribute('role', 'region')
  element.setAttribute('aria-label', 'QA Replay: what is masked on this page')
  const header = document.createElement('header')
  header.append(
    make('h2', '', 'What a recording hides'),
    button('⇄', 'Move to the other side', () => element.classList.toggle('left')),
    button('✕', 'Close (Esc)', onClose),
  )
  const body = document.createElement('div')
  body.setAttribute('role', 'status')
  element.append(header, body)
  let said = ''

  function tell(findings: readonly Finding[], { attributes, problems, more }: LegendFacts): void {
    const key = JSON.stringify([countRules(findings), attributes, problems, more])
    if (key === said) return
    said = key
    const counts = countRules(findings)
    const total = (kind: Finding['kind']) => findings.filter((finding) => finding.kind === kind).length
    body.replaceChildren(
      list('', [
        row('Masked', total('masked'), 'masked total'),
        row('Not recorded', total('blocked'), 'blocked total'),
      ]),
    )
    if (counts.length > 0) {
      const shown = counts.slice(0, MAX_RULES).map(([rule, count]) => row(rule, count))
      const rest = counts.slice(MAX_RULES).reduce((sum, [, count]) => sum + count, 0)
      if (rest > 0) shown.push(row(`${counts.length - MAX_RULES} more rules`, rest))
      body.append(list('rules', shown))
    } else body.append(make('p', '', 'Nothing on this page is masked.'))
    if (attributes > 0)
      body.append(make('p', '', `Also ${attributes} attributes and addresses that are not seen.`))
    if (more > 0) body.append(make('p', '', `There are ${more} more in view than are marked.`))
    for (const { sentence } of problems) body.append(make('p', 'problem', sentence))
  }

  return { element, tell }
}

function countRules(findings: readonly Finding[]): [string, number][] {
  const counts = new Map<string, number>()
  for (const { rule } of findings) counts.set(rule, (counts.get(rule) ?? 0) + 1)
  return [...counts].sort(([, a], [, b]) => b - a)
}

function row(name: string, count: number, className = ''): HTMLElement {
  const item = document.createElement('li')
  const [kind, weight] = className.split(' ')
  if (kind) item.append(make('span', `swatch ${kind}`))
  item.append(make('span', weight ?? '', name), make('span', 'count', String(count)))
  return item
}

function list(className: string, items: HTMLElement[]): HTMLElement {
  const element = make('ul', className)
  element.append(...items)
  return element
}

function button(sign: string, name: string, onClick: () => void): HTMLElement {
  const element = make('button', '', sign)
  element.setAttribute('type', 'button')
  element.setAttribute('aria-label', name)
  element.title = name
  element.addEventListener('click', onClick)
  return element
}

function make(tag: string, className: string, text = ''): HTMLElement {
  const element = document.createElement(tag)
  if (className !== '') element.className = className
  element.textContent = text
  return element
}
