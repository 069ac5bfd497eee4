import { CAPTURE_PORT, type CaptureAnswer, type CaptureBatch } from '../../shared/protocol/capture.ts'

export interface Sender {
  add(ndjson: string): void
  /** Sends what was not acknowledged once more: the port may have died with the worker. */
  sendAgain(): void
  isDrained(): boolean
  /** Whether everything was acknowledged; gives up after {@link DRAIN_TIMEOUT_MS}. */
  whenDrained(): Promise<boolean>
  close(): void
}

interface Options {
  documentId: string
  sessionId: string
  tab: number
  onAnswer: (answer: CaptureAnswer) => void
}

const DRAIN_TIMEOUT_MS = 5_000
/** A worker that keeps dying is not woken more often than this. */
const RECONNECT_DELAY_MS = 100
/** How long an acknowledgement may take before everything is sent again: a worker can die without closing the port. */
const ACK_TIMEOUT_MS = 10_000

/**
 * Numbers batches and sends them to the background. Each is kept until the background says that it is on disk. When the
 * port breaks (the worker died), a new one is opened, which starts the worker again, and what was not acknowledged is
 * sent once more: the background drops what it has already.
 */
export function createSender({ documentId, sessionId, tab, onAnswer }: Options): Sender {
  let unacknowledged: CaptureBatch[] = []
  let nextSeq = 0
  let port: chrome.runtime.Port | null = null
  let reconnectTimer: ReturnType<typeof setTimeout> | null = null
  let ackTimer: ReturnType<typeof setTimeout> | null = null
  let closed = false
  let onDrained: () => void = () => {}

  function connect(): chrome.runtime.Port | null {
    if (port || closed) return port
    try {
      port = chrome.runtime.connect({ name: CAPTURE_PORT })
    } catch {
      closed = true
      // The extension was updated or removed: nobody will come to take the batches.
      onAnswer({ type: 'refuse', documentId, reason: 'not-recording' })
      return null
    }
    port.onMessage.addListener(receive)
    port.onDisconnect.addListener(() => {
      port = null
      if (unacknowledged.length > 0) reconnectSoon()
    })
    return port
  }

  function reconnectSoon(): void {
    if (closed) return
    reconnectTimer ??= setTimeout(sendAgain, RECONNECT_DELAY_MS)
  }

  function sendAgain(): void {
    if (reconnectTimer) clearTimeout(reconnectTimer)
    reconnectTimer = null
    for (const batch of unacknowledged) post(batch)
  }

  function post(batch: CaptureBatch): void {
    try {
      connect()?.postMessage(batch)
    } catch {
      port = null
      reconnectSoon()
    }
    watchForAck()
  }

  function watchForAck(): void {
    ackTimer ??= setTimeout(() => {
      ackTimer = null
      if (unacknowledged.length === 0) return
      port?.disconnect()
      port = null
      sendAgain()
    }, ACK_TIMEOUT_MS)
  }

  function receive(answer: CaptureAnswer): void {
    if (answer.documentId !== documentId) return
    if (answer.type === 'ack') {
      unacknowledged = unacknowledged.filter((batch) => batch.seq > answer.seq)
      if (ackTimer) clearTimeout(ackTimer)
      ackTimer = null
      if (unacknowledged.length === 0) onDrained()
      else watchForAck()
    }
    onAnswer(answer)
  }

  return {
    add(ndjson) {
      if (closed) return
      const batch: CaptureBatch = { type: 'batch', sessionId, documentId, tab, seq: nextSeq++, ndjson }
      unacknowledged.push(batch)
      // While a reconnection is due, batches wait for it, so that they arrive in order.
      if (!reconnectTimer) post(batch)
    },
    sendAgain() {
      if (unacknowledged.length > 0) sendAgain()
    },
    isDrained: () => unacknowledged.length === 0,
    whenDrained: () =>
      new Promise((resolve) => {
        if (unacknowledged.length === 0) {
          resolve(true)
          return
        }
        const timer = setTimeout(() => resolve(false), DRAIN_TIMEOUT_MS)
        onDrained = () => {
          clearTimeout(timer)
          resolve(true)
        }
      }),
    close() {
      closed = true
      if (reconnectTimer) clearTimeout(reconnectTimer)
      if (ackTimer) clearTimeout(ackTimer)
      port?.disconnect()
      port = null
      unacknowledged = []
    },
  }
}
