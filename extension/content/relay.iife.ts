import type { CaptureAnswer, PageCommand, PageMessage } from '../../shared/protocol/capture.ts'
import type { RelayCommand, RecordingConfig, Reply } from '../../shared/protocol/requests.ts'
import { openPageChannel } from './page-channel.ts'
import { createSender } from './sender.ts'

/**
 * Runs in the isolated world of every document that may be recorded. The way of an event:
 *
 *   page world --(private channel: a batch of JSON text)--> relay --(port: numbered)--> background --> store
 *                                                            relay <--(ack)-- background, when it is on disk
 *
 * Asks the background whether this document is recorded; if not, tells the page to undo everything.
 */

const documentId = crypto.randomUUID()
const page = openPageChannel(onPageMessage)
let recording: RecordingConfig | null = null
let sender: ReturnType<typeof createSender> | null = null
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
  recording = await askForRecording()
  if (!recording) {
    end()
    return
  }
  sender = createSender({ documentId, sessionId: recording.sessionId, tab: recording.tab, onAnswer })
  page.send({ type: 'record', rules: recording.rules })
}

/** Back from the back/forward cache: the tab has shown another document, and recording may have ended meanwhile. */
async function comeBack(): Promise<void> {
  const current = await askForRecording()
  if (current?.sessionId === recording?.sessionId) page.send({ type: 'snapshot' })
  else end()
}

async function askForRecording(): Promise<RecordingConfig | null> {
  try {
    const reply = await chrome.runtime.sendMessage<unknown, Reply<'relay.hello'> | undefined>({
      name: 'relay.hello',
      body: { documentId, opened: wasOpened() },
    })
    return reply?.ok ? reply.value.record : null
  } catch {
    return null // The extension was updated or removed.
  }
}

/** Whether a page has opened this tab, by a link or a script: not the user, who may have typed any address into it. */
function wasOpened(): boolean {
  return history.length <= 1 && (document.referrer !== '' || window.opener !== null)
}

function onPageMessage(message: PageMessage): void {
  if (message.type === 'batch') sender?.add(message.ndjson)
  else pageHasStopped()
}

function onAnswer(answer: CaptureAnswer): void {
  if (answer.type === 'refuse') end()
}

function onCommand(
  command: RelayCommand,
  _from: unknown,
  respond: (reply: { drained: boolean }) => void,
): boolean {
  if (command.sessionId !== recording?.sessionId) return false
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

function end(): void {
  const command: PageCommand = { type: 'stop' }
  page.send(command)
  page.close()
  sender?.close()
  sender = null
  recording = null
  chrome.runtime.onMessage.removeListener(onCommand)
}
