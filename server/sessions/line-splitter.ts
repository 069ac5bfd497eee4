const LINE_BREAK = 0x0a

/** The largest event that is read: a snapshot of a page of some hundred thousand elements is a tenth of it. */
export const MAX_LINE_BYTES = 64 * 1024 * 1024

/**
 * Cuts a stream of bytes into lines of text, however the chunks fall. The line break is not part of a line.
 * A line that is too long is a RangeError from `push`, before it is held.
 */
export class LineSplitter {
  readonly #onLine: (line: string) => void
  #rest: Buffer[] = []
  #restBytes = 0

  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine
  }

  push(chunk: Buffer): void {
    let from = 0
    for (let at = chunk.indexOf(LINE_BREAK); at !== -1; at = chunk.indexOf(LINE_BREAK, from)) {
      this.#hold(chunk.subarray(from, at))
      this.#flush()
      from = at + 1
    }
    if (from < chunk.length) this.#hold(chunk.subarray(from))
  }

  /** The last line may end without a break. */
  end(): void {
    if (this.#rest.length > 0) this.#flush()
  }

  #hold(part: Buffer): void {
    this.#restBytes += part.length
    if (this.#restBytes > MAX_LINE_BYTES) throw new RangeError('a line is too long')
    this.#rest.push(part)
  }

  #flush(): void {
    const line = this.#rest.length === 1 ? this.#rest[0]! : Buffer.concat(this.#rest)
    this.#rest = []
    this.#restBytes = 0
    if (line.length > 0) this.#onLine(line.toString('utf8'))
  }
}
