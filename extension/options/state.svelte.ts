import browser from 'webextension-polyfill'
import { request, watchChanges } from '../../shared/protocol/client.ts'
import { parseConnectLink } from '../../shared/protocol/connect-link.ts'
import type { Erasure, ServerStatus, SiteReply, SiteStored } from '../../shared/protocol/requests.ts'
import { siteOrigin } from '../../shared/protocol/site-settings.ts'
import { openSiteEditor, type SiteEditorState } from '../site-editor/editor.svelte.ts'

/** The state of the settings page: the server, the rules of sites, the sites with access, the room that is taken. */
export function openOptionsState() {
  let server = $state<ServerStatus | null>(null)
  let sites = $state<string[]>([])
  let siteRules = $state.raw<SiteReply[]>([])
  /** The site whose rules are being written. */
  let editor = $state.raw<SiteEditorState | null>(null)
  let storage = $state<{ usedBytes: number } | null>(null)
  let stored = $state<SiteStored[]>([])
  let erased = $state<(Erasure & { origin: string }) | null>(null)
  let problem = $state<string | null>(null)
  let busy = $state(false)

  async function refresh(): Promise<void> {
    const [status, permissions, estimate, storedSites, rules] = await Promise.all([
      request('server.status', {}),
      browser.permissions.getAll(),
      navigator.storage.estimate(),
      request('site.stored', {}),
      request('site.list', {}),
    ])
    server = status
    stored = storedSites
    sites = permissions.origins ?? []
    siteRules = rules
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
    get siteRules() {
      return siteRules
    },
    get editor() {
      return editor
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
    editSite: (site: SiteReply) => (editor = openSiteEditor(site)),
    /** Opens the form for the site at an address, or of a host. @returns whether it is one */
    addSite: async (address: string): Promise<boolean> => {
      await act(async () => {
        const origin = siteOrigin(address)
        if (origin === null)
          throw new Error(`“${address}” is not the address of a site. Write it as in shop.example.`)
        editor = openSiteEditor(await request('site.get', { origin }))
      })
      return editor !== null
    },
    closeSite: () =>
      act(async () => {
        editor = null
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
