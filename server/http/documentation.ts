import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { App } from './app-types.ts'

/** The OpenAPI document, made of the routes' own schemas, and a page to read it and to try the routes. */
export async function documentRoutes(app: App): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'QA Replay',
        version: '1',
        description:
          'Upload, list, play and share recorded sessions. Every error is an `application/problem+json` with a stable `code`.',
      },
      components: { securitySchemes: { key: { type: 'http', scheme: 'bearer', description: 'An API key' } } },
    },
  })
  await app.register(swaggerUi, {
    routePrefix: '/docs',
    staticCSP: true,
    theme: { title: 'QA Replay API' },
    // Without the bar of the tool's own, which has nothing to choose here.
    uiConfig: { layout: 'BaseLayout' },
  })
  app.get('/api/openapi.json', { config: { access: 'public' }, schema: { hide: true } }, () => app.swagger())
}
