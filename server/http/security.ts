import cors from '@fastify/cors'
import helmet from '@fastify/helmet'
import type { App } from './app-types.ts'

/** Only pages of an installed extension may call the API from another origin, in Chrome, Edge and Firefox. */
const EXTENSION_ORIGIN = /^(?:chrome|moz)-extension:\/\/[\w-]+$/

/** What an answer that is no page may do in a browser: nothing. */
const API_CSP = {
  useDefaults: false,
  directives: {
    defaultSrc: ["'none'"],
    frameAncestors: ["'none'"],
    baseUri: ["'none'"],
    formAction: ["'none'"],
  },
}

/** Headers that every answer has, and who may read it from another origin. */
export async function secureHeaders(app: App, { isHttps }: { isHttps: boolean }): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: API_CSP,
    referrerPolicy: { policy: 'no-referrer' },
    strictTransportSecurity: isHttps,
    frameguard: { action: 'deny' },
  })
  await app.register(cors, {
    origin: (origin, decide) => decide(null, origin !== undefined && EXTENSION_ORIGIN.test(origin)),
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'DELETE'],
    allowedHeaders: ['authorization', 'content-type', 'if-none-match', 'accept'],
    exposedHeaders: ['etag', 'retry-after'],
    maxAge: 86_400,
  })
  app.addHook('onSend', async (_request, reply) => {
    // Answers hold sessions: nothing keeps them unless their route says so.
    if (!reply.hasHeader('cache-control')) void reply.header('cache-control', 'no-store')
  })
}

/** The policy of a page, in place of the one that forbids everything. */
export function pagePolicy(directives: Record<string, string>): string {
  const base = {
    'default-src': "'none'",
    'frame-ancestors': "'none'",
    'base-uri': "'none'",
    'form-action': "'none'",
  }
  return Object.entries({ ...base, ...directives })
    .map(([name, value]) => `${name} ${value}`)
    .join('; ')
}
