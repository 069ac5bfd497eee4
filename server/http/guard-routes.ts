import type { FastifyRequest } from 'fastify'
import type { Authenticate } from '../access/authenticate.ts'
import { hasScope, maySee, type Principal } from '../access/principal.ts'
import type { App } from './app-types.ts'
import { notFound, ProblemError } from './problem.ts'

/** What plugins serve: files and the API's pages, which hold nothing of any session. */
const PUBLIC_PLUGIN_PATHS = ['/docs', '/web/']

/** Makes every route say who may ask, and asks for the key before anything else of a request is read. */
export function guardRoutes(app: App, authenticate: Authenticate): void {
  app.decorateRequest('principal', null)

  app.addHook('onRoute', (route) => {
    if (route.config?.access !== undefined) return
    const isPlugins =
      PUBLIC_PLUGIN_PATHS.some((path) => route.url.startsWith(path)) || route.method === 'OPTIONS'
    if (!isPlugins) throw new Error(`${String(route.method)} ${route.url} does not say who may use it`)
    route.config = { ...route.config, access: 'public' }
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

/** @throws {ProblemError} 404, as if it did not exist, when the key is not of that website */
export function assertMaySee(request: FastifyRequest, websiteId: string): void {
  if (!maySee(principalOf(request), websiteId)) throw notFound('website')
}
