import type { App } from '../http/app-types.ts'
import { renderWebPage, ROBOTS_TAGS, WEB_PAGE_HEADERS } from '../http/web-page.ts'

/** The dashboard: one page for all its addresses. It holds nothing itself; it asks the API, with the key of its reader. */
export function dashboardRoutes(app: App, webDir: string): void {
  for (const url of ['/dashboard', '/dashboard/*']) {
    app.get(url, { config: { access: 'public' }, schema: { hide: true } }, async (_request, reply) =>
      reply.headers(WEB_PAGE_HEADERS).send(await renderWebPage(webDir, 'dashboard.html', ROBOTS_TAGS)),
    )
  }
}
