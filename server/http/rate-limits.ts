import rateLimit from '@fastify/rate-limit'
import type { FastifyRequest } from 'fastify'
import { sign } from '../access/secrets.ts'
import type { Services } from '../services.ts'
import { countHit } from '../tables/rate-limits.ts'
import type { App } from './app-types.ts'
import { ProblemError } from './problem.ts'

/** Requests of one key, or of one address without a key, in a minute: several uploads at once and a person who reads. */
const MAX_PER_MINUTE = 1200

/** Where secrets could be guessed. */
export const GUESSING_LIMIT = { max: 10, timeWindow: 60_000 }

/** Limits how often one key or address may ask; over all processes where they share a database. */
export async function limitRates(app: App, services: Services): Promise<void> {
  await app.register(rateLimit, {
    global: true,
    max: MAX_PER_MINUTE,
    timeWindow: 60_000,
    keyGenerator: callerOf,
    allowList: (request) => request.routeOptions.url === '/healthz' || request.routeOptions.url === '/readyz',
    errorResponseBuilder: (_request, { ttl }) =>
      new ProblemError(429, 'rate-limited', `Too many requests. Try again in ${Math.ceil(ttl / 1000)} s.`),
    ...(services.isShared ? { store: sharedStore(services) } : {}),
  })
}

function callerOf(request: FastifyRequest): string {
  return request.principal ? `key ${request.principal.keyId}` : `address ${request.ip}`
}

type Count = (error: Error | null, result?: { current: number; ttl: number }) => void

/** Counts in the database. Addresses are kept as keyed hashes only. */
function sharedStore({ db, signingKey }: Services) {
  return class SharedStore {
    /** Empty for the limit that all routes share; routes with one of their own count apart. */
    readonly #route: string

    constructor(options: object) {
      this.#route = routeOf(options)
    }

    incr(caller: string, done: Count, timeWindowMs: number): void {
      const bucket = sign(signingKey, 'rate', `${this.#route} ${caller}`)
      countHit(db, { bucket, windowMs: timeWindowMs, now: new Date() }).then(
        ({ hits, endsInMs }) => done(null, { current: hits, ttl: endsInMs }),
        (error: unknown) => done(error as Error),
      )
    }

    child(options: object): SharedStore {
      return new SharedStore(options)
    }
  }
}

function routeOf(options: { routeInfo?: { method?: unknown; url?: unknown } }): string {
  return options.routeInfo ? `${String(options.routeInfo.method)} ${String(options.routeInfo.url)}` : ''
}
