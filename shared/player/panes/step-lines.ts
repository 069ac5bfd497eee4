import type { SessionTab } from '../../session/metadata.ts'
import type { PageRow, StepRow } from '../model/rows.ts'
import { strings } from '../strings.ts'

/** A line of the steps pane: what the person did, the page that they came to, or a tab that opened. */
export interface StepLine {
  id: string
  time: number
  kind: StepRow['payload']['kind'] | 'tab'
  sentence: string
  /** Its selector, the address of a page, or nothing. */
  target: string
}

/** Steps and pages are told by listeners of their own, a little apart (ms). */
const SAME_MOMENT_MS = 1_000

/**
 * What the person did, the pages that they came to and the tabs that opened, in the order of time. Going on to type into
 * the same field is one line.
 */
export function toStepLines(
  steps: readonly StepRow[],
  pages: readonly PageRow[],
  tabs: readonly SessionTab[] = [],
): StepLine[] {
  const lines = steps
    .filter((step, index) => !isTypedOn(step, steps[index + 1]))
    .map((step) => toLine(step, pages))
  return [...lines, ...tabs.flatMap((tab) => tabLine(tab, pages))].sort((a, b) => a.time - b.time)
}

function toLine({ id, tab, time, payload }: StepRow, pages: readonly PageRow[]): StepLine {
  const line = { id, time, kind: payload.kind, sentence: payload.sentence }
  if (payload.kind !== 'navigate') return { ...line, target: payload.target?.selector ?? '' }
  const title = titleOf(tab, time, pages)
  return {
    ...line,
    sentence: title === '' ? payload.sentence : strings.steps.page(payload.sentence, title),
    target: payload.value ?? '',
  }
}

/** The title of the page that was come to: often it is set a moment later. */
function titleOf(tab: number, time: number, pages: readonly PageRow[]): string {
  const own = pages.filter((page) => page.tab === tab)
  const isMove = ({ payload }: PageRow) => payload.kind === 'load' || payload.kind === 'history'
  const next = own.find((page) => isMove(page) && page.time > time + SAME_MOMENT_MS)?.time ?? Infinity
  const during = own.filter((page) => page.time > time - SAME_MOMENT_MS && page.time < next)
  return during.findLast(({ payload }) => payload.title !== '')?.payload.title ?? ''
}

/** Whether the next step types on into the same field. */
function isTypedOn({ tab, payload }: StepRow, next: StepRow | undefined): boolean {
  return (
    payload.kind === 'type' &&
    next?.payload.kind === 'type' &&
    next.tab === tab &&
    next.payload.target?.selector === payload.target?.selector
  )
}

function tabLine({ tab, openedBy, title }: SessionTab, pages: readonly PageRow[]): StepLine[] {
  const first = pages.find((page) => page.tab === tab)
  if (openedBy === null || !first) return []
  const name = title || first.payload.title || first.payload.url
  return [
    {
      id: `tab.${tab}`,
      time: first.time - 1,
      kind: 'tab',
      sentence: strings.steps.tab(tab + 1, name),
      target: first.payload.url,
    },
  ]
}

/** Those that have `search` in their sentence or target; case does not matter. */
export function filterSteps(lines: readonly StepLine[], search: string): StepLine[] {
  const wanted = search.trim().toLowerCase()
  return lines.filter(({ sentence, target }) => `${sentence}\n${target}`.toLowerCase().includes(wanted))
}
