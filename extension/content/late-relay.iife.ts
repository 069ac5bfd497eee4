import { hasRelay, startRelay } from './relay.ts'

/**
 * The relay for a document that was open before its site was recorded by itself. The recorder follows when the page
 * allows a recording. A document that has a relay keeps it.
 */
if (!hasRelay()) startRelay({ armed: false })
