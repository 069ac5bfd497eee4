import type { App } from '../http/app-types.ts'
import { ProblemError } from '../http/problem.ts'
import type { Services } from '../services.ts'
import { sql } from 'kysely'

/** For whoever runs the server: is it alive, can it work. */
export function operationsRoutes(app: App, { db, store }: Services): void {
  app.get('/healthz', { config: { access: 'public' }, schema: { hide: true } }, async () => ({
    status: 'ok',
  }))

  app.get('/readyz', { config: { access: 'public' }, schema: { hide: true } }, async (request) => {
    const [database, objects] = await Promise.allSettled([sql`select 1`.execute(db), store.check()])
    for (const [name, result] of Object.entries({ database, objects })) {
      if (result.status === 'fulfilled') continue
      request.log.error({ err: result.reason as unknown, part: name }, 'not ready')
      throw new ProblemError(503, 'unavailable', `The server cannot use its ${name} now.`)
    }
    return { status: 'ready' }
  })
}
