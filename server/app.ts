import fastifyStatic from '@fastify/static'
import { TypeBoxValidatorCompiler, type TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import Fastify from 'fastify'
import { existsSync } from 'node:fs'
import { makeAuthenticate } from './access/authenticate.ts'
import { answerProblems } from './http/answer-problems.ts'
import type { App } from './http/app-types.ts'
import { checkReplies, writeReplies } from './http/check-replies.ts'
import { drainConnections } from './http/drain.ts'
import { documentRoutes } from './http/documentation.ts'
import { guardRoutes } from './http/guard-routes.ts'
import { AnswerLog, logOptions } from './http/log.ts'
import { measureRoutes } from './http/metrics.ts'
import { limitRates } from './http/rate-limits.ts'
import { secureHeaders } from './http/security.ts'
import { connectRoutes } from './routes/connect.ts'
import { dashboardRoutes } from './routes/dashboard.ts'
import { erasureRoutes } from './routes/erasure.ts'
import { errorRoutes } from './routes/errors.ts'
import { keyRoutes } from './routes/keys.ts'
import { operationsRoutes } from './routes/operations.ts'
import { replayRoutes } from './routes/replay.ts'
import { sessionRoutes } from './routes/sessions.ts'
import { sharedRoutes } from './routes/shared.ts'
import { shareRoutes } from './routes/shares.ts'
import { syncRoutes } from './routes/sync.ts'
import { uploadRoutes } from './routes/upload.ts'
import { websiteRoutes } from './routes/websites.ts'
import type { Services } from './services.ts'
import { measureSync } from './sync/sync-metrics.ts'

export interface AppOptions {
  services: Services
  /** The built pages and their files. */
  webDir: string
  logTo: NodeJS.WritableStream
  /** Makes an answer that does not fit its schema an error: for tests. */
  checkReplies?: boolean
}

/** The server without its process: it listens to nothing, and closes nothing that it was given. */
export async function buildApp({ services, webDir, logTo, ...options }: AppOptions): Promise<App> {
  const { config } = services
  const app: App = Fastify({
    logger: logOptions(config.logLevel, logTo),
    logController: new AnswerLog(),
    trustProxy: config.trustedProxies.length > 0 ? config.trustedProxies : false,
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 200 },
    forceCloseConnections: 'idle',
  }).withTypeProvider<TypeBoxTypeProvider>()
  app.setValidatorCompiler(TypeBoxValidatorCompiler)
  app.setSerializerCompiler(options.checkReplies ? checkReplies : writeReplies)

  answerProblems(app)
  drainConnections(app)
  await secureHeaders(app, { isHttps: config.publicUrl?.startsWith('https:') ?? false })
  guardRoutes(app, makeAuthenticate(services.db, config.adminKey))
  await limitRates(app, services)
  await documentRoutes(app)
  const registry = measureRoutes(app)
  measureSync(registry, services)

  app.get('/', { config: { access: 'public' }, schema: { hide: true } }, (_request, reply) =>
    reply.redirect('/dashboard'),
  )
  dashboardRoutes(app, webDir)
  connectRoutes(app, services)
  uploadRoutes(app, services)
  sessionRoutes(app, services)
  erasureRoutes(app, services)
  replayRoutes(app, services)
  shareRoutes(app, services)
  sharedRoutes(app, services, webDir)
  websiteRoutes(app, services)
  keyRoutes(app, services)
  errorRoutes(app, services)
  syncRoutes(app, services)
  operationsRoutes(app, services)
  if (existsSync(webDir)) {
    await app.register(fastifyStatic, { root: webDir, prefix: '/web/', index: false, maxAge: '1h' })
  }
  return app
}
