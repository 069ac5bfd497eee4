import type { request } from '../../shared/protocol/client.ts'
import { checkFileSize, readSessionFile, type FileSession } from '../../shared/export/read-session-file.ts'

/** How taking in a file stands. */
export interface FileProgress {
  name: string
  /** 0 to 1. */
  part: number
}

/** How a file ended. */
export interface FileOutcome {
  name: string
  sentence: string
  failed: boolean
}

/** Takes in session files: checks them, and hands them over to the background piece by piece. */
export class FileImport {
  progress = $state.raw<FileProgress | null>(null)
  outcomes = $state.raw<readonly FileOutcome[]>([])

  readonly #request: typeof request

  constructor(ask: typeof request) {
    this.#request = ask
  }

  /**
   * Takes in files, one after the other; what is wrong with one is told, and does not hold up the next.
   *
   * @returns the ids of all sessions in them, those that were here already too
   */
  async take(files: readonly File[]): Promise<string[]> {
    this.outcomes = []
    const ids: string[] = []
    for (const file of files) {
      try {
        const taken = await this.#takeFile(file)
        ids.push(...taken.ids)
        this.#tell(file, sentenceOf(taken), false)
      } catch (error) {
        this.#tell(file, error instanceof Error ? error.message : String(error), true)
      }
    }
    this.progress = null
    return ids
  }

  dismiss(): void {
    this.outcomes = []
  }

  async #takeFile(file: File): Promise<{ ids: string[]; known: number }> {
    const { name } = file
    this.progress = { name, part: 0 }
    checkFileSize(file.size)
    const sessions = await readSessionFile(new Uint8Array(await file.arrayBuffer()), (part) => {
      this.progress = { name, part: part / 2 }
    })
    let known = 0
    for (const [position, session] of sessions.entries()) {
      const isKnown = await this.#takeSession(session, (part) => {
        this.progress = { name, part: 0.5 + (position + part) / sessions.length / 2 }
      })
      if (isKnown) known++
    }
    return { ids: sessions.map(({ metadata }) => metadata.sessionId), known }
  }

  async #takeSession({ metadata, segments }: FileSession, onPart: (part: number) => void): Promise<boolean> {
    const { sessionId } = metadata
    const { known } = await this.#request('import.begin', { metadata })
    if (known) return true
    for (const [position, { descriptor, blob }] of segments.entries()) {
      const { tab, index } = descriptor
      await this.#request('import.segment', { sessionId, tab, index, base64: toBase64(blob) })
      onPart((position + 1) / segments.length)
    }
    await this.#request('import.complete', { sessionId })
    return false
  }

  #tell({ name }: File, sentence: string, failed: boolean): void {
    this.outcomes = [...this.outcomes, { name, sentence, failed }]
  }
}

function sentenceOf({ ids, known }: { ids: string[]; known: number }): string {
  if (known === ids.length) return known === 1 ? 'This session was here already.' : 'They were here already.'
  const taken = ids.length - known
  const sentence = taken === 1 ? 'The session is in the list.' : `${taken} sessions are in the list.`
  return known === 0 ? sentence : `${sentence} ${known} were here already.`
}

/** Arguments of one call; more of them do not fit on every stack. */
const PIECE = 0x8000

function toBase64(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += PIECE) {
    text += String.fromCharCode(...bytes.subarray(at, at + PIECE))
  }
  return btoa(text)
}
