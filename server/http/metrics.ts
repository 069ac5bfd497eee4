import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client'
import type { App } from './app-types.ts'

/** Upper bounds in seconds: from an answer out of an index to a session of hundreds of segments that is verified. */
const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]

/** Counts what every route does, for Prometheus. By route, never by address: a token would be a label. Gives the registry. */
export function measureRoutes(app: App): Registry {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry, prefix: 'qa_replay_' })
  const labelNames = ['method', 'route', 'status'] as const
  const seconds = new Histogram({
    name: 'qa_replay_http_seconds',
    help: 'Time to the end of an answer',
    labelNames,
    buckets: SECONDS,
    registers: [registry],
  })
  const received = new Counter({
    name: 'qa_replay_received_bytes_total',
    help: 'Bytes of bodies that clients announced, by route',
    labelNames: ['route'],
    registers: [registry],
  })

  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? '(none)'
    const labels = { method: request.method, route, status: String(reply.statusCode) }
    seconds.observe(labels, reply.elapsedTime / 1000)
    const length = Number(request.headers['content-length'] ?? 0)
    if (length > 0 && reply.statusCode < 400) received.inc({ route }, length)
  })

  app.get('/metrics', { config: { access: 'admin' }, schema: { hide: true } }, async (_request, reply) =>
    reply.type(registry.contentType).send(await registry.metrics()),
  )
  return registry
}
