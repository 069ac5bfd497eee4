import { mount } from 'svelte'
import '../../shared/ui/tokens.css'
import './popup.css'
import Popup from './Popup.svelte'
import { openPopupState } from './state.svelte.ts'

const target = document.getElementById('app')
if (target) mount(Popup, { target, props: { popup: openPopupState(new URLSearchParams(location.search)) } })
