import type { App } from './app-types.ts'

/**
 * Lets the server end: what is under way when it closes is answered, and told to be the last of its connection, which
 * would else be kept open for a next request that is not coming.
 */
export function drainConnections(app: App): void {
  let isClosing = false
  app.addHook('preClose', async () => {
    isClosing = true
  })
  app.addHook('onSend', async (_request, reply) => {
    if (isClosing) void reply.header('connection', 'close')
  })
}
