import { mount } from 'svelte'
import '../../shared/ui/tokens.css'
import '../../shared/ui/controls.css'
import './dashboard/dashboard.css'
import { createAdminClient } from '../../shared/api/admin-client.ts'
import { createApiClient } from '../../shared/api/client.ts'
import { Access } from './dashboard/state/access.svelte.ts'
import { sessionKeyKeeper } from './dashboard/state/key-keeper.ts'
import { Router } from './dashboard/state/router.svelte.ts'
import DashboardPage from './dashboard/views/DashboardPage.svelte'

const baseUrl = location.origin
const code = location.hash.slice(1)
// The code works once, and is no part of where the reader is.
if (code !== '') history.replaceState(null, '', location.pathname + location.search)

/** What is deleted when the page is left is deleted although it is gone. */
const outlivingFetch: typeof fetch = (url, init) =>
  fetch(url, init?.method === 'DELETE' ? { ...init, keepalive: true } : init)

const access = new Access({
  keeper: sessionKeyKeeper(sessionStorage, new BroadcastChannel('qa-replay-dashboard')),
  clientsOf: (key) => ({
    client: createApiClient({ baseUrl, key, fetch: outlivingFetch }),
    admin: createAdminClient({ baseUrl, key }),
  }),
})
mount(DashboardPage, {
  target: document.getElementById('dashboard')!,
  props: { access, router: new Router(window) },
})
void access.start(code === '' ? null : code)
