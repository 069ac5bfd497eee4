import { mount } from 'svelte'
import '../../shared/ui/tokens.css'
import '../../shared/ui/controls.css'
import './page.css'
import { createApiClient } from '../../shared/api/client.ts'
import { parseShareAddress } from './share-address.ts'
import SharePage from './SharePage.svelte'
import { ShareState } from './share-state.svelte.ts'

const { token, startAtMs } = parseShareAddress(location.href)
const state = new ShareState({ client: createApiClient({ baseUrl: location.origin }), token, startAtMs })
const player = import('../../shared/player/Player.svelte')
mount(SharePage, { target: document.getElementById('share')!, props: { state, player } })
void state.open()
