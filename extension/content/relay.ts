import type { CaptureAnswer, PageCommand, PageMessage } from '../../shared/protocol/capture.ts'
import type {
  HelloReply,
  RelayCommand,
  RecordingConfig,
  Reply,
  RequestMap,
} from '../../shared/protocol/requests.ts'
import { keepListening } from './listen.ts'
import { openPageChannel, type PageChannel } from './page-channel.ts'
import { createSender } from './sender.ts'
import { watchConsent } from './watch-consent.ts'

/**
 * Runs in the isolated world of every document that may be recorded. The way of an event:
 *
 *   page world --(private channel: a batch of JSON text)--> relay --(port: numbered)--> background --> store
 *                                                            relay <--(ack)-- background, when it is on disk
 *
 * Asks the background whether this document is recorded; if not, tells the page to undo everything. Where every visit
 * is recorded, it first asks the page for consent, and goes on asking.
 */

/**
 * `asking`: the background or the page has not answered yet. `waiting`: the page does not allow a recording (yet).
 * `recording`, also while the last batches go out. `ended`: nothing is left of it.
 */
type RelayPhase = 'asking' | 'waiting' | 'recording' | 'ended'

/** What one relay of a document shows another: the scripts of the page do not see this world. */
interface RunningRelay {
  phase(): RelayPhase
  end(): void
}

/** A symbol: elements with a name would be found under any other. */
const RELAY_KEY = Symbol.for('qa-replay:relay')
const world = globalThis as { [RELAY_KEY]?: RunningRelay }

/** Whether a relay runs in this document, of this load of the extension. */
export const hasRelay = (): boolean => (world[RELAY_KEY]?.phase() ?? 'ended') !== 'ended'

/** The page's end of a channel that is not open. */
const NO_CHANNEL: PageChannel = { send() {}, close() {} }

/**
 * Takes the place of a relay that does not record.
 *
 * @param armed whether the recorder waits in the page already
 */
export function startRelay({ armed: isArmed }: { armed: boolean }): void {
  const documentId = crypto.randomUUID()
  const ended = new AbortController()
  let page: PageChannel = NO_CHANNEL
  let phase: RelayPhase = 'asking'
  let recording: RecordingConfig | null = null
  let sender: ReturnType<typeof createSender> | null = null
  /** The page's recorder waits for its command. */
  let armed = isArmed
  let pageHasStopped: () => void = () => {}
  /** What the page says is taken one after the other: it may change while the background is being told. */
  let takingConsent: Promise<void> = Promise.resolve()

  const before = world[RELAY_KEY]
  if (before && before.phase() !== 'recording') before.end()
  world[RELAY_KEY] = { phase: () => phase, end }
  if (armed) page = openPageChannel(onPageMessage)
  chrome.runtime.onMessage.addListener(onCommand)
  keepListening('pageshow', onPageShow, ended)
  keepListening('pagehide', () => sender?.sendAgain(), ended)
  whenShown(() => void begin())

  function onPageShow(event: Event): void {
    if ((event as PageTransitionEvent).persisted && recording) void comeBack()
  }

  /** A page that is rendered ahead is not part of a recording until it is shown. */
  function whenShown(run: () => void): void {
    if ((document as Document & { prerendering?: boolean }).prerendering) {
      document.addEventListener('prerenderingchange', run, { once: true })
    } else run()
  }

  async function begin(): Promise<void> {
    const { record, consent } = await sayHello()
    if (ended.signal.aborted) return
    if (consent) {
      watchConsent(consent, ended.signal, (granted) => {
        takingConsent = takingConsent.then(() => takeConsent(granted))
      })
    } else if (record && armed) start(record, false)
    else end()
  }

  function start(config: RecordingConfig, automatic: boolean): void {
    recording = config
    phase = 'recording'
    sender = createSender({ documentId, sessionId: config.sessionId, tab: config.tab, onAnswer })
    page.send({ type: 'record', rules: config.rules, automatic })
  }

  /** The page allows a recording without a click, or no longer does. */
  async function takeConsent(granted: boolean): Promise<void> {
    if (ended.signal.aborted || (granted && recording)) return
    if (granted) {
      if (!armed) await arm()
      // The answer, if there is one, comes within this call, and ends everything.
      page.send({ type: 'check-opt-out' })
    } else disarm()
    if (ended.signal.aborted) return
    const { record, consent } = await ask('relay.consent', { granted, armed: true })
    if (ended.signal.aborted) return
    if (granted && record) start(record, true)
    else if (granted || !consent) end()
    else phase = 'waiting'
  }

  /** Has the recorder put into the page, which is told of this channel. */
  async function arm(): Promise<void> {
    page = openPageChannel(onPageMessage)
    const { consent } = await ask('relay.consent', { granted: true, armed: false })
    if (consent) armed = true
    else end()
  }

  /** Back from the back/forward cache: the tab has shown another document, and recording may have ended meanwhile. */
  async function comeBack(): Promise<void> {
    const { record } = await sayHello()
    if (record && record.sessionId === recording?.sessionId) page.send({ type: 'snapshot' })
    else end()
  }

  function sayHello(): Promise<HelloReply> {
    return ask('relay.hello', { documentId, opened: wasOpened() })
  }

  async function ask<Name extends 'relay.hello' | 'relay.consent'>(
    name: Name,
    body: RequestMap[Name]['body'],
  ): Promise<HelloReply> {
    try {
      const reply = await chrome.runtime.sendMessage<unknown, Reply<Name> | undefined>({ name, body })
      if (reply?.ok) return reply.value
    } catch {
      // The extension was updated or removed.
    }
    return { record: null, consent: null }
  }

  /** Whether a page has opened this tab, by a link or a script: not the user, who may have typed any address into it. */
  function wasOpened(): boolean {
    return history.length <= 1 && (document.referrer !== '' || window.opener !== null)
  }

  function onPageMessage(message: PageMessage): void {
    switch (message.type) {
      case 'batch': {
        sender?.add(message.ndjson)
        return
      }
      case 'stopped': {
        pageHasStopped()
        return
      }
      case 'opted-out': {
        void ask('relay.consent', { granted: false, armed: false })
        end()
      }
    }
  }

  function onAnswer(answer: CaptureAnswer): void {
    if (answer.type === 'refuse') end()
  }

  function onCommand(
    command: RelayCommand,
    _from: unknown,
    respond: (reply: { drained: boolean }) => void,
  ): boolean {
    if (!recording || command.sessionId !== recording.sessionId) return false
    if (command.command === 'flush') {
      page.send({ type: 'flush' })
      respond({ drained: sender?.isDrained() ?? true })
      return false
    }
    void drain().then((drained) => respond({ drained }))
    return true
  }

  /** Stops the page's recorder, and waits until the last batch is on disk. */
  async function drain(): Promise<boolean> {
    const stopped = new Promise<void>((resolve) => (pageHasStopped = resolve))
    page.send({ type: 'stop' })
    await Promise.race([stopped, new Promise((resolve) => setTimeout(resolve, 1_000))])
    const drained = (await sender?.whenDrained()) ?? true
    end()
    return drained
  }

  /** Undoes the recorder; consent is watched on. */
  function disarm(): void {
    const command: PageCommand = { type: 'stop' }
    page.send(command)
    page.close()
    armed = false
    sender?.close()
    sender = null
    recording = null
  }

  function end(): void {
    disarm()
    ended.abort()
    phase = 'ended'
    try {
      chrome.runtime.onMessage.removeListener(onCommand)
    } catch {
      // The extension was updated or removed, and takes no commands any more.
    }
  }
}
