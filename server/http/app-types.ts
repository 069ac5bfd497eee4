import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import type { FastifyBaseLogger, FastifyInstance, RawServerDefault } from 'fastify'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Principal } from '../access/principal.ts'
import type { Scope } from '../access/scopes.ts'

/** The server's Fastify, whose handlers get the types of their route's schemas. */
export type App = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>

/**
 * Who may ask: anybody; whoever has an address that carries its own proof (a signed upload address, a share's token); or
 * any key; a key with a scope.
 */
export type Access = 'public' | 'link' | 'key' | Scope

export interface GuardedRoute {
  method: string
  url: string
  access: Access
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Every route says it; one that does not is not registered. */
    access?: Access
  }
  interface FastifyInstance {
    /** Every route that the server has, and who may ask. */
    routeTable: readonly GuardedRoute[]
  }
  interface FastifyRequest {
    /** Whose key the request carries; null where none is needed. */
    principal: Principal | null
  }
}
