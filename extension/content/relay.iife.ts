import type { CaptureAnswer, PageCommand, PageMessage } from '../../shared/protocol/capture.ts'
import type {
  HelloReply,
  RelayCommand,
  RecordingConfig,
  Reply,
  RequestMap,
} from '../../shared/protocol/requests.ts'
import { openPageChannel } from './page-channel.ts'
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

const documentId = crypto.randomUUID()
let page = openPageChannel(onPageMessage)
let recording: RecordingConfig | null = null
let sender: ReturnType<typeof createSender> | null = null
let stopWatching: (() => void) | null = null
/** The page's recorder waits for its command. */
let armed = true
let pageHasStopped: () => void = () => {}

chrome.runtime.onMessage.addListener(onCommand)
addEventListener('pageshow', ({ persisted }) => {
  if (persisted && recording) void comeBack()
})
addEventListener('pagehide', () => sender?.sendAgain())
whenShown(() => void begin())

/** A page that is rendered ahead is not part of a recording until it is shown. */
function whenShown(run: () => void): void {
  if ((document as Document & { prerendering?: boolean }).prerendering) {
    document.addEventListener('prerenderingchange', run, { once: true })
  } else run()
}

async function begin(): Promise<void> {
  const { record, consent } = await sayHello()
  if (consent) stopWatching = watchConsent(consent, (granted) => void takeConsent(granted))
  else if (record) start(record, false)
  else end()
}

function start(config: RecordingConfig, automatic: boolean): void {
  recording = config
  sender = createSender({ documentId, sessionId: config.sessionId, tab: config.tab, onAnswer })
  page.send({ type: 'record', rules: config.rules, automatic })
}

/** The page allows a recording without a click, or no longer does. */
async function takeConsent(granted: boolean): Promise<void> {
  if (granted && recording) return
  if (!granted) disarm()
  // A recorder that comes into the page again is told of this node.
  else if (!armed) page = openPageChannel(onPageMessage)
  const { record, consent } = await ask('relay.consent', { granted, armed })
  if (granted && record) {
    armed = true
    start(record, true)
  } else if (granted || !consent) end()
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
  stopWatching?.()
  chrome.runtime.onMessage.removeListener(onCommand)
}
