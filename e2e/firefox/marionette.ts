import { connect, type Socket } from 'node:net'

/** What Firefox says when a command fails; `code` is WebDriver's (no such element, timeout...). */
export class MarionetteError extends Error {
  override name = 'MarionetteError'
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(`${code}: ${message}`)
  }
}

interface Pending {
  resolve: (value: unknown) => void
  reject: (error: Error) => void
}

/**
 * The remote protocol of Firefox that geckodriver speaks: length-prefixed JSON over a socket, `[0, id, command, body]`
 * there and `[1, id, error, result]` back. With it one reaches the extension's own pages and the browser's windows, which
 * WebDriver BiDi does not.
 */
export class Marionette {
  #nextId = 1
  #received = Buffer.alloc(0)
  readonly #pending = new Map<number, Pending>()
  readonly #socket: Socket

  private constructor(socket: Socket) {
    this.#socket = socket
    socket.setNoDelay(true)
    socket.on('data', (chunk) => this.#receive(chunk))
    socket.on('close', () => {
      for (const { reject } of this.#pending.values()) reject(new Error('Firefox closed the connection'))
    })
  }

  static async connect(port: number): Promise<Marionette> {
    const socket = connect(port, '127.0.0.1')
    await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject))
    return new Marionette(socket)
  }

  /** Sends a command of Marionette's (`WebDriver:Navigate`, `Addon:Install`...) and gives its result. */
  send(command: string, body: object = {}): Promise<unknown> {
    const id = this.#nextId++
    const message = JSON.stringify([0, id, command, body])
    this.#socket.write(`${Buffer.byteLength(message)}:${message}`)
    return new Promise((resolve, reject) => this.#pending.set(id, { resolve, reject }))
  }

  close(): void {
    this.#socket.destroy()
  }

  #receive(chunk: Buffer): void {
    this.#received = Buffer.concat([this.#received, chunk])
    for (;;) {
      const colon = this.#received.indexOf(':')
      if (colon < 0) return
      const end = colon + 1 + Number(this.#received.toString('utf8', 0, colon))
      if (this.#received.length < end) return
      this.#answer(JSON.parse(this.#received.toString('utf8', colon + 1, end)))
      this.#received = this.#received.subarray(end)
    }
  }

  #answer(message: unknown): void {
    if (!Array.isArray(message)) return // its greeting
    const [, id, error, result] = message as [1, number, { error: string; message: string } | null, unknown]
    const pending = this.#pending.get(id)
    this.#pending.delete(id)
    if (error) pending?.reject(new MarionetteError(error.error, error.message))
    else pending?.resolve(isWrapped(result) ? result.value : result)
  }
}

const isWrapped = (result: unknown): result is { value: unknown } =>
  typeof result === 'object' && result !== null && Object.keys(result).join() === 'value'
