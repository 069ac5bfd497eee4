import { mount } from 'svelte'
import '../shared/ui/tokens.css'
import '../shared/ui/controls.css'
import './panel.css'
import { request, watchChanges } from '../shared/protocol/client.ts'
import { openStoreReader } from '../shared/store/reader.ts'
import { saveFile } from './state/save-file.ts'
import { PanelState } from './state/panel.svelte.ts'
import { watchProblems } from './state/problems.svelte.ts'
import { followDevToolsTheme } from './theme.ts'
import Panel from './views/Panel.svelte'

// Works in a DevTools window and as a page of its own: then `?session=` opens a session, and `?t=` a moment of it.
const problems = watchProblems(window)
followDevToolsTheme()
const panel = new PanelState({
  openReader: openStoreReader,
  request,
  watchChanges,
  problems,
  storage: localStorage,
  saveFile,
})
mount(Panel, { target: document.getElementById('panel')!, props: { panel } })
void panel.start(new URLSearchParams(location.search))
