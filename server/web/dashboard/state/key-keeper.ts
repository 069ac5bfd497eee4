/** Keeps the key of the reader while the dashboard is open. */
export interface KeyKeeper {
  /** The key of this tab, or of another open tab of the dashboard; null when there is none. */
  read(): Promise<string | null>
  keep(key: string): void
  /** Forgets it here, and in every other open tab. */
  forget(): void
  /** Called when another tab forgot it. */
  onforgotten: (() => void) | null
}

const NAME = 'qa-replay-key'
/** How long another tab may take to answer, ms; without one, so long is what the first sign-in waits. */
const ANSWER_MS = 150

type Message = { kind: 'ask' } | { kind: 'key'; key: string } | { kind: 'forget' }

/**
 * In the tab's session storage, which ends with the tab and no other origin or port can read; open tabs of the same origin
 * hand it to new ones. See docs/decisions/0014.
 */
export function sessionKeyKeeper(storage: Storage, channel: BroadcastChannel): KeyKeeper {
  const keeper: KeyKeeper = { read, keep, forget, onforgotten: null }
  let waiting: ((key: string) => void) | null = null

  channel.addEventListener('message', ({ data }: MessageEvent<Message>) => {
    const key = storage.getItem(NAME)
    if (data.kind === 'ask' && key !== null) say({ kind: 'key', key })
    else if (data.kind === 'key') waiting?.(data.key)
    else if (data.kind === 'forget') {
      storage.removeItem(NAME)
      keeper.onforgotten?.()
    }
  })
  const say = (message: Message) => channel.postMessage(message)

  async function read(): Promise<string | null> {
    const own = storage.getItem(NAME)
    if (own !== null) return own
    const others = await new Promise<string | null>((resolve) => {
      waiting = resolve
      say({ kind: 'ask' })
      setTimeout(() => resolve(null), ANSWER_MS)
    })
    waiting = null
    if (others !== null) keep(others)
    return others
  }

  function keep(key: string): void {
    storage.setItem(NAME, key)
  }

  function forget(): void {
    storage.removeItem(NAME)
    say({ kind: 'forget' })
  }

  return keeper
}
