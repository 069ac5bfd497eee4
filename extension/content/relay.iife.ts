import { startRelay } from './relay.ts'

/** Runs in the isolated world of every document that may be recorded; the recorder is in the page's world already. */
startRelay({ armed: true })
