import { mount } from 'svelte'
import '../../shared/ui/tokens.css'
import './options.css'
import Options from './Options.svelte'
import { openOptionsState } from './state.svelte.ts'

const target = document.getElementById('app')
if (target) mount(Options, { target, props: { options: openOptionsState() } })
