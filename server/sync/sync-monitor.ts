/** What the sending to the team's server says of itself to the rest of this process. */
export class SyncMonitor {
  /** Why nothing is sent now, and will not be before a restart; a sentence. */
  stopped: string | null = null
  /** Why nothing is sent for a while; a sentence. */
  waiting: string | null = null
  readonly attempts = { synced: 0, later: 0, failed: 0 }
  sentBytes = 0
  #listener: ((asked: boolean) => void) | null = null

  /** There may be something to send, or to erase. @param asked somebody wants it tried now, whatever was tried before */
  wake(asked = false): void {
    this.#listener?.(asked)
  }

  onWake(listener: ((asked: boolean) => void) | null): void {
    this.#listener = listener
  }
}
