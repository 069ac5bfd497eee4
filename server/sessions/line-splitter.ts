const LINE_BREAK = 0x0a

/** Cuts a stream of bytes into lines of text, however the chunks fall. The line break is not part of a line. */
export class LineSplitter {
  readonly #onLine: (line: string) => void
  #rest: Buffer[] = []

  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine
  }

  push(chunk: Buffer): void {
    let from = 0
    for (let at = chunk.indexOf(LINE_BREAK); at !== -1; at = chunk.indexOf(LINE_BREAK, from)) {
      this.#rest.push(chunk.subarray(from, at))
      this.#flush()
      from = at + 1
    }
    if (from < chunk.length) this.#rest.push(chunk.subarray(from))
  }

  /** The last line may end without a break. */
  end(): void {
    if (this.#rest.length > 0) this.#flush()
  }

  #flush(): void {
    const line = this.#rest.length === 1 ? this.#rest[0]! : Buffer.concat(this.#rest)
    this.#rest = []
    if (line.length > 0) this.#onLine(line.toString('utf8'))
  }
}
