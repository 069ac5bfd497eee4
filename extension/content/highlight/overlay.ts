import { HIGHLIGHT_TAG } from '../../../shared/protocol/highlight.ts'
import type { Finding } from './find-masked.ts'
import { legendOf } from './legend.ts'
import { boxesOf, type Box, type Clips } from './places.ts'
import { STYLES } from './styles.ts'

/** What the highlight shows, besides the boxes. */
export interface Summary {
  /** Attributes and addresses that nobody sees. */
  attributes: number
  problems: readonly { rule: string; sentence: string }[]
}

export interface Overlay {
  /** Draws anew: other findings. */
  show(findings: readonly Finding[], summary: Summary): void
  /** Draws the same findings where they are now. */
  follow(): void
  /** The page was scrolled: moves what is drawn along, until it is drawn again. */
  shift(): void
  /** Names the rule at a point of the viewport. */
  point(x: number, y: number): void
  /** Names the rule of an element that has the focus. */
  focus(element: Element | null): void
  remove(): void
}

/** More boxes are not drawn at a time: they would slow scrolling down. */
const MAX_BOXES = 400
/** Smaller boxes have no room for a label. CSS pixels. */
const LABEL_SIZE = { width: 90, height: 22 }

interface Drawn extends Box {
  finding: Finding
}

/** Boxes above the page, in a closed shadow root that takes no pointer, with a legend that does. */
export function createOverlay(onClose: () => void): Overlay {
  for (const old of document.querySelectorAll(HIGHLIGHT_TAG)) old.remove()
  const host = document.createElement(HIGHLIGHT_TAG)
  host.style.cssText = HOST_STYLE
  const root = host.attachShadow({ mode: 'closed' })
  addStyles(root)
  const layer = make('div', 'layer')
  layer.setAttribute('aria-hidden', 'true')
  const tip = make('div', 'tip')
  tip.hidden = true
  layer.append(tip)
  const legend = legendOf(onClose)
  root.append(layer, legend.element)
  document.documentElement.append(host)
  raise(host)

  const pool: HTMLElement[] = []
  let findings: readonly Finding[] = []
  let summary: Summary = { attributes: 0, problems: [] }
  let drawn: Drawn[] = []
  let told: readonly Finding[] | null = null
  let lastMore = 0

  let scroll = { x: scrollX, y: scrollY }

  function draw(): void {
    drawn = []
    scroll = { x: scrollX, y: scrollY }
    layer.style.transform = ''
    let more = 0
    const clips: Clips = new Map()
    for (const finding of findings) {
      const boxes = boxesOf(finding, clips)
      if (drawn.length + boxes.length > MAX_BOXES) more++
      else for (const box of boxes) drawn.push({ ...box, finding })
    }
    for (const [i, box] of drawn.entries()) place((pool[i] ??= layer.appendChild(make('div', 'box'))), box)
    for (const spare of pool.slice(drawn.length)) spare.hidden = true
    if (more !== lastMore || findings !== told) legend.tell(findings, { ...summary, more })
    lastMore = more
    told = findings
  }

  function showTip(box: Drawn | undefined): void {
    tip.hidden = box === undefined
    if (!box) return
    tip.textContent = `${box.finding.kind === 'blocked' ? 'Not recorded' : 'Masked'}: ${box.finding.rule}`
    const above = box.top > 30
    tip.style.transform = `translate(${Math.max(4, Math.min(box.left, innerWidth - 240))}px, ${above ? box.top - 26 : box.bottom + 4}px)`
  }

  return {
    show(next, nextSummary) {
      findings = next
      summary = nextSummary
      draw()
    },
    follow() {
      tip.hidden = true
      draw()
    },
    shift() {
      layer.style.transform = `translate(${scroll.x - scrollX}px, ${scroll.y - scrollY}px)`
    },
    point(x, y) {
      const under = drawn.filter((box) => box.left <= x && x <= box.right && box.top <= y && y <= box.bottom)
      showTip(under.sort((a, b) => areaOf(a) - areaOf(b))[0])
    },
    focus(element) {
      showTip(drawn.find(({ finding }) => 'element' in finding.place && finding.place.element === element))
    },
    remove: () => host.remove(),
  }
}

const areaOf = ({ left, top, right, bottom }: Box) => (right - left) * (bottom - top)

function place(element: HTMLElement, { left, top, right, bottom, finding }: Drawn): void {
  const [width, height] = [right - left, bottom - top]
  element.hidden = false
  element.className = `box ${finding.kind}`
  element.style.cssText = `transform: translate(${left}px, ${top}px); width: ${width}px; height: ${height}px`
  const labelled = finding.kind === 'blocked' && width >= LABEL_SIZE.width && height >= LABEL_SIZE.height
  element.textContent = labelled ? finding.rule : ''
}

function make(tag: string, className: string): HTMLElement {
  const element = document.createElement(tag)
  element.className = className
  return element
}

/** Above everything, dialogs too: in the top layer, where there is one. */
function raise(host: HTMLElement): void {
  host.popover = 'manual'
  host.showPopover()
}

const HOST_STYLE = [
  'all: initial',
  'position: fixed',
  'inset: 0',
  'width: auto',
  'height: auto',
  'margin: 0',
  'padding: 0',
  'border: 0',
  'overflow: clip',
  'background: none',
  'pointer-events: none',
  'z-index: 2147483647',
  'display: block',
]
  .map((declaration) => `${declaration} !important;`)
  .join(' ')

/** A sheet of its own, to which the page's policy for styles does not apply; an element where there is none. */
function addStyles(root: ShadowRoot): void {
  try {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(STYLES)
    root.adoptedStyleSheets = [sheet]
  } catch {
    const style = make('style', '')
    style.textContent = STYLES
    root.append(style)
  }
}
