import type { FastifyRequest } from 'fastify'
import type { Authenticate } from '../access/authenticate.ts'
import { hasScope, type Principal } from '../access/principal.ts'
import type { App, GuardedRoute } from './app-types.ts'
import { ProblemError } from './problem.ts'

/** What plugins serve: files and the API's pages, which hold nothing of any session. */
const PUBLIC_PLUGIN_PATHS = ['/docs', '/web/']

/** Makes every route say who may ask, and asks for the key before anything else of a request is read. */
export function guardRoutes(app: App, authenticate: Authenticate): void {
  const table: GuardedRoute[] = []
  app.decorate('routeTable', table)
  app.decorateRequest('principal', null)

  app.addHook('onRoute', (route) => {
    const { method, url } = route
    const isPlugins = PUBLIC_PLUGIN_PATHS.some((path) => url.startsWith(path)) || method === 'OPTIONS'
    const access = route.config?.access ?? (isPlugins ? 'public' : undefined)
    if (access === undefined) throw new Error(`${String(method)} ${url} does not say who may use it`)
    route.config = { ...route.config, access }
    for (const each of [method].flat()) table.push({ method: each, url, access })
  })

  app.addHook('onRequest', async (request, reply) => {
    if (request.is404) return
    const { access } = request.routeOptions.config
    if (access === 'public' || access === 'link') return
    const key = bearerKey(request)
    const principal = key === null ? null : await authenticate(key)
    if (!principal) {
      void reply.header('www-authenticate', 'Bearer')
      throw new ProblemError(
        401,
        'unauthorized',
        key === null
          ? 'Send an API key: Authorization: Bearer <key>.'
          : 'This key is not, or no longer, valid. Connect again, or ask for a new key.',
      )
    }
    if (access !== undefined && access !== 'key' && !hasScope(principal, access)) {
      throw new ProblemError(403, 'forbidden', `This key may not do that: it lacks the scope "${access}".`)
    }
    request.principal = principal
  })
}

function bearerKey({ headers }: FastifyRequest): string | null {
  return /^Bearer +(\S{1,500})$/i.exec(headers.authorization ?? '')?.[1] ?? null
}

/** Whose key the request carries, on a route that needs one. */
export function principalOf(request: FastifyRequest): Principal {
  if (!request.principal) throw new ProblemError(401, 'unauthorized', 'Send an API key.')
  return request.principal
}
