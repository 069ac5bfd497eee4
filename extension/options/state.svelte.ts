import browser from 'webextension-polyfill'
import { request, watchChanges } from '../../shared/protocol/client.ts'
import { parseConnectLink } from '../../shared/protocol/connect-link.ts'
import type { Erasure, ServerStatus, SiteStored } from '../../shared/protocol/requests.ts'

/** The state of the settings page: the server, the sites with access, and the room that is taken. */
export function openOptionsState() {
  let server = $state<ServerStatus | null>(null)
  let sites = $state<string[]>([])
  let storage = $state<{ usedBytes: number } | null>(null)
  let stored = $state<SiteStored[]>([])
  let erased = $state<(Erasure & { origin: string }) | null>(null)
  let problem = $state<string | null>(null)
  let busy = $state(false)

  async function refresh(): Promise<void> {
    const [status, permissions, estimate, storedSites] = await Promise.all([
      request('server.status', {}),
      browser.permissions.getAll(),
      navigator.storage.estimate(),
      request('site.stored', {}),
    ])
    server = status
    stored = storedSites
    sites = permissions.origins ?? []
    storage = { usedBytes: estimate.usage ?? 0 }
  }

  async function act(run: () => Promise<void>): Promise<void> {
    busy = true
    problem = null
    try {
      await run()
    } catch (error) {
      problem = error instanceof Error ? error.message : String(error)
    } finally {
      busy = false
    }
  }

  void act(refresh)
  watchChanges(() => void refresh().catch(() => undefined))

  return {
    get server() {
      return server
    },
    get sites() {
      return sites
    },
    get storage() {
      return storage
    },
    /** What there is of each site. */
    get stored() {
      return stored
    },
    /** The last erasure of this page. */
    get erased() {
      return erased
    },
    get problem() {
      return problem
    },
    get busy() {
      return busy
    },
    /** @param address of the server, or the link of its connect page, which needs no key */
    connect: (address: string, key: string) =>
      act(async () => {
        server = await request('server.connect', parseConnectLink(address.trim()) ?? { url: address, key })
      }),
    disconnect: () =>
      act(async () => {
        server = await request('server.disconnect', {})
      }),
    /** @param onServer also what was uploaded of it */
    erase: (origin: string, onServer: boolean) =>
      act(async () => {
        erased = null
        erased = { origin, ...(await request('site.erase', { origin, onServer })) }
        await refresh()
      }),
    removeSite: (origin: string) =>
      act(async () => {
        await browser.permissions.remove({ origins: [origin] })
        await refresh()
      }),
  }
}

export type OptionsState = ReturnType<typeof openOptionsState>
