import type { ErrorPayload, NetworkPayload, SignalKind } from '../session/events.ts'
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
    'Left and right move by 5 seconds, Page Up and Page Down by a tenth, comma and full stop jump between markers, plus and minus zoom, square brackets select.',
  zoom: 'Zoom of the timeline',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  zoomWhole: 'Show the whole session',
  selectRange: 'Select a range',
  clearRange: 'Clear the range',
  rangeStart: 'Start of the range',
  rangeEnd: 'End of the range',
  rangeSelected: (start: string, end: string) => `Selected ${start} to ${end}`,
  nothingInRange: 'There is nothing of this in the selected range.',
  rangeCleared: 'Nothing is selected',
  markerFilter: 'Show on the timeline',
  tabs: 'Tabs',
  tab: (number: number) => `Tab ${number + 1}`,
  details: 'Details of the session',
  atPlayhead: 'At the playhead',
  wholeSession: 'The session',
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
    elements: 'Elements',
    details: 'Details',
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
    stack: 'Stack',
    causedBy: (sentence: string) => `Caused by: ${sentence}`,
    times: (count: number) => `${count} times`,
    ledHere: 'What led here',
    kinds: { step: 'Step', request: 'Request', console: 'Console', page: 'Page' },
    loadSources: (site: string) => `Load source maps from ${site}`,
    loadSourcesHint: 'Asks the recorded site for its scripts and their source maps. Nothing is sent along.',
    loadingSources: 'Loading source maps…',
    openSources: 'Open source maps',
    openSourcesHint: 'Source maps of this computer; they can be dropped here too',
    showSource: (place: string) => `Show the source at ${place}`,
  },
  elements: {
    tree: 'Elements of the page',
    pick: 'Pick an element in the page',
    search: 'Find by text, tag, attribute or selector',
    found: (index: number, count: number) => `${index} of ${count}`,
    previous: 'Previous match',
    next: 'Next match',
    empty: 'Nothing of the page is recorded up to here.',
    choose:
      'Choose an element in the tree, or pick one in the page: its selector, styles and box are here then.',
    gone: (time: string) => `This element is not in the page at ${time}.`,
    details: 'Details of the element',
    resize: 'Resize the details',
    selector: 'Selector',
    locator: 'Locator',
    role: 'Role',
    copy: (what: string) => `Copy: ${what}`,
    attributes: 'Attributes',
    noAttributes: 'It has none.',
    box: 'Box',
    noBox: 'It takes no room in the page.',
    styles: 'Computed styles',
    searchStyles: 'Find in all styles',
    size: (width: string, height: string) => `${width} × ${height}`,
    place: (x: string, y: string) => `at ${x}, ${y}`,
    margin: 'margin',
    border: 'border',
    padding: 'padding',
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
