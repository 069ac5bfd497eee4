import type { ErrorPayload, NetworkPayload, SignalKind, StepKind } from '../session/events.ts'
import { formatDuration } from './time.ts'

/** What the player says. In one place, so that it can be translated. */
export const strings = {
  player: 'Session replay',
  replay: 'Recorded page',
  picking: 'Pick an element: point and click, or use the arrow keys and Enter. Escape leaves.',
  play: 'Play',
  pause: 'Pause',
  replayAgain: 'Play again',
  back5: 'Back 5 seconds',
  forward5: 'Forward 5 seconds',
  previousMarker: 'Previous marker',
  nextMarker: 'Next marker',
  speed: 'Speed',
  skipIdle: 'Skip inactivity',
  fullscreen: 'Full screen',
  leaveFullscreen: 'Leave full screen',
  showKeys: 'Keyboard shortcuts',
  fit: 'Fit',
  fitHint: 'Scale the page to fit',
  actualSize: '100 %',
  actualSizeHint: 'Show the page in its real size',
  timeline: 'Timeline',
  timelineHelp:
    'Left and right move by 5 seconds, Page Up and Page Down by a tenth, comma and full stop jump between markers.',
  markerFilter: 'Show on the timeline',
  tabs: 'Tabs',
  tab: (number: number) => `Tab ${number + 1}`,
  details: 'Details of the session',
  resizePanes: 'Resize the panes',
  close: 'Close',
  skipped: (ms: number) => `Skipped ${formatDuration(ms)} without activity`,
  idle: (length: string) => `No activity for ${length}`,
  buffering: 'Loading this part',
  loading: 'Loading the session',
  nothingRecorded: 'Nothing of the page was recorded in this session, so there is nothing to show.',
  nothingYet: 'Nothing of the page is recorded up to here.',
  unreachable: 'A part of the session could not be loaded.',
  unreachableGap: (reason: string) => `This part could not be loaded. ${reason}`.trim(),
  retry: 'Try again',
  gapHere: 'Missing from the recording',
  damaged: (reasons: readonly string[]) => `Not all of this part could be read: ${reasons.join('; ')}.`,
  presses: { click: 'Click', double: 'Double click', context: 'Right click', touch: 'Touch' },
  signals: {
    'rage-click': 'Rage click',
    'form-frustration': 'Form sent again and again',
    'error-click': 'Click that led to an error',
    'dead-click': 'Click without any answer',
    'scroll-thrash': 'Scrolling up and down',
    'form-abandonment': 'Form left without sending',
  } satisfies Record<SignalKind, string>,
  kinds: {
    error: 'Errors',
    frustration: 'Frustration',
    network: 'Failed requests',
    click: 'Clicks',
  },
  panes: {
    console: 'Console',
    network: 'Network',
    errors: 'Errors',
    steps: 'Steps',
    frustration: 'Frustration',
    details: 'Details',
  },
  steps: {
    empty: 'Nothing was done on the page, or an older recorder did not tell of it.',
    noMatch: 'No step matches the filter.',
    page: (step: string, title: string) => `${step} “${title}”`,
    tab: (number: number, title: string) => `Tab ${number} opens: ${title}`,
    kinds: {
      click: 'Click',
      dblclick: 'Double click',
      type: 'Typing',
      select: 'Choice',
      check: 'Choice',
      submit: 'Form',
      key: 'Key',
      scroll: 'Scrolling',
      navigate: 'Page',
      tab: 'Tab',
    } satisfies Record<StepKind | 'tab', string>,
  },
  frustration: {
    empty:
      'No frustration: no rage clicks, dead clicks, refused or abandoned forms, or scrolling back and forth.',
    evidence: 'What it was found by',
    element: 'Element',
  },
  follow: 'Follow the playhead',
  search: 'Filter',
  console: {
    levels: 'Levels',
    empty: 'The page wrote nothing to its console.',
    noMatch: 'No line matches the filter.',
    uncaught: 'Uncaught',
    inPromise: 'Uncaught (in promise)',
    failedResource: 'Failed to load',
    stack: 'Stack',
    showStack: 'Show the stack',
    level: (level: string, count: number) => `${level}: ${count}`,
    repeated: (count: number) => `${count} times`,
  },
  network: {
    empty: 'The page sent no requests with fetch, XMLHttpRequest or sendBeacon.',
    noMatch: 'No request matches the filter.',
    failedOnly: (count: number) => `Failed only: ${count}`,
    columns: { status: 'Status', method: 'Method', name: 'Name', type: 'Type', size: 'Size', time: 'Time' },
    copyUrl: 'Copy URL',
    sent: 'Sent',
    noAnswer: 'No answer',
    failures: { abort: 'Cancelled', timeout: 'Timed out', network: 'Network error' } as Record<
      string,
      string
    >,
  },
  errors: {
    empty: 'No errors. Nothing was thrown, and nothing was written with console.error.',
    thrown: 'Thrown',
    rejected: 'Unhandled rejection',
    resource: 'Resource',
    logged: 'console.error',
    noStack: 'No stack was recorded.',
  },
  copied: 'Copied',
  copy: 'Copy',
  keysTitle: 'Keyboard shortcuts',
} as const

/** An error that nobody caught, as browsers write it. */
export function describeError({ kind, name, message, source }: ErrorPayload): string {
  if (kind === 'resource') return `${strings.console.failedResource} ${source?.url ?? message}`
  const prefix = kind === 'error' ? strings.console.uncaught : strings.console.inPromise
  return message === '' ? `${prefix} ${name}` : `${prefix} ${name}: ${message}`
}

/** A request and how it ended: `POST /api/orders 500 Internal Server Error`. */
export function describeRequest({ method, url, status, statusText, failure }: NetworkPayload): string {
  return `${method} ${shortUrl(url)} ${describeStatus({ status, statusText, failure })}`
}

/** How a request ended: `500 Internal Server Error`, `Network error`. */
export function describeStatus({
  status,
  statusText,
  failure,
}: Pick<NetworkPayload, 'status' | 'statusText' | 'failure'>): string {
  if (failure !== null) return strings.network.failures[failure] ?? failure
  return status === 0 ? strings.network.noAnswer : `${status} ${statusText}`.trim()
}

/** The path and query of a URL, when it is one. */
export function shortUrl(url: string): string {
  if (!URL.canParse(url)) return url
  const { protocol, pathname, search } = new URL(url)
  return /^https?:$/.test(protocol) ? pathname + search : url
}
