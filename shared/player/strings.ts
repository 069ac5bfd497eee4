import type {
  EnvironmentPayload,
  ErrorPayload,
  NetworkPayload,
  SignalKind,
  StepKind,
  VitalName,
} from '../session/events.ts'
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
  rangeCleared: 'Nothing is selected',
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
    cleared: 'The console was cleared',
    deprecation: 'Deprecated:',
    intervention: 'The browser intervened:',
    tableIndex: '(index)',
    tableValue: 'Value',
    tableMore: (count: number) => `${count} more rows were not recorded`,
  },
  network: {
    empty: 'The page sent no requests, and opened no sockets.',
    noMatch: 'No request matches the filter.',
    failedOnly: (count: number) => `Failed only: ${count}`,
    columns: { status: 'Status', method: 'Method', name: 'Name', type: 'Type', size: 'Size', time: 'Time' },
    copyUrl: 'Copy URL',
    sent: 'Sent',
    by: 'By',
    noAnswer: 'No answer',
    answers: { opaque: 'Answered, but the page may not read it', queued: 'Sent, the answer is not known' },
    failures: {
      abort: 'Cancelled',
      timeout: 'Timed out',
      network: 'Network error',
      blocked: 'Network error, or not allowed by CORS',
      refused: 'Not sent: too large',
      unfinished: 'Not over yet',
    } as Record<string, string>,
    brokeOff: (how: string) => `The answer broke off: ${how.toLowerCase()}`,
    closeDetails: 'Close the details of the request',
    detailsOf: (name: string) => `Request ${name}`,
    tabs: {
      headers: 'Headers',
      payload: 'Payload',
      response: 'Response',
      messages: 'Messages',
      timing: 'Timing',
    },
    general: 'General',
    requestHeaders: 'Request headers',
    responseHeaders: 'Response headers',
    noHeaders: 'None were recorded.',
    initiator: 'Sent from',
    duration: 'Duration',
    closed: 'Closed',
    closedWith: (code: number, reason: string, clean: boolean) =>
      `${code}${reason === '' ? '' : ` ${reason}`}${clean ? '' : ', not by agreement'}`,
    noBody: { payload: 'Nothing was sent with it.', response: 'No body was recorded.' },
    gaps: {
      binary: 'No text, so that only its size is recorded.',
      stream: 'A stream: it is not read by the recorder.',
      cut: 'Only the beginning is recorded.',
      large: 'Too large to be recorded.',
      budget: 'Left out: the page exchanged more text than a session holds.',
      unread: 'It was not read.',
      broken: 'It broke off here.',
      off: 'Bodies are not recorded on this site.',
    },
    pretty: 'Formatted',
    copyBody: 'Copy the body',
    copyAs: (format: string) => `Copy as ${format}`,
    body: { payload: 'Body of the request', response: 'Body of the answer' },
    phases: {
      redirectMs: 'Redirects',
      blockedMs: 'Waiting to be sent',
      dnsMs: 'DNS',
      connectMs: 'Connecting',
      tlsMs: 'TLS',
      waitMs: 'Waiting for the answer',
      receiveMs: 'Receiving',
    },
    phase: 'Phase',
    noTiming: 'The browser told no timing of this request.',
    noPhases:
      'The browser tells the phases of requests to other sites only when these send Timing-Allow-Origin.',
    protocol: 'Protocol',
    transferred: 'Transferred',
    cached: 'from the cache',
    uncompressed: (size: string) => `${size} uncompressed`,
    noMessages: 'No messages.',
    directions: { sent: 'Sent', received: 'Received' },
    binaryMessage: 'Binary message',
    leftOut: (count: number) => `${count} left out here`,
    leftOutHint: 'There were more messages than a session holds.',
  },
  errors: {
    empty: 'No errors. Nothing was thrown, and nothing was written with console.error.',
    thrown: 'Thrown',
    rejected: 'Unhandled rejection',
    resource: 'Resource',
    logged: 'console.error',
    policy: 'Security policy',
    noStack: 'No stack was recorded.',
  },
  vitals: {
    title: 'Web vitals',
    names: {
      TTFB: 'Time to first byte',
      FCP: 'First contentful paint',
      LCP: 'Largest contentful paint',
      CLS: 'Cumulative layout shift',
      INP: 'Interaction to next paint',
    } satisfies Record<VitalName, string>,
    ratings: { good: 'good', 'needs-improvement': 'needs improvement', poor: 'poor' },
    longTasks: 'Long tasks',
    longTasksFacts: (count: number, longest: string, total: string) =>
      count === 1 ? `1, of ${longest}` : `${count}, the longest ${longest}, ${total} in all`,
    changed: 'Around the page',
    environment: {
      focus: 'The window got the focus',
      blur: 'The window lost the focus',
      online: 'The network came back',
      offline: 'The network went away',
      viewport: 'Size',
      'colour-scheme': 'Colours',
      'reduced-motion': 'Motion',
    } satisfies Record<EnvironmentPayload['kind'], string>,
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
export function describeRequest(request: NetworkPayload): string {
  return `${request.method} ${shortUrl(request.url)} ${describeStatus(request)}`
}

/** How a request ended: `500 Internal Server Error`, `Network error`. */
export function describeStatus({
  status,
  statusText,
  failure,
  answer,
}: Pick<NetworkPayload, 'status' | 'statusText' | 'failure' | 'answer'>): string {
  if (failure !== null) return strings.network.failures[failure] ?? failure
  if (answer !== undefined && status === 0) return strings.network.answers[answer]
  return status === 0 ? strings.network.noAnswer : `${status} ${statusText}`.trim()
}

/** The path and query of a URL, when it is one. */
export function shortUrl(url: string): string {
  if (!URL.canParse(url)) return url
  const { protocol, pathname, search } = new URL(url)
  return /^(?:https?|wss?):$/.test(protocol) ? pathname + search : url
}
