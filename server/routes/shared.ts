import Type from 'typebox'
import { ManifestReplySchema, ShareUnlockRequestSchema } from '../../shared/api/schemas.ts'
import { isPassword } from '../access/secrets.ts'
import type { App } from '../http/app-types.ts'
import { ProblemError } from '../http/problem.ts'
import { GUESSING_LIMIT } from '../http/rate-limits.ts'
import { WEB_PAGE_HEADERS } from '../http/web-page.ts'
import type { Services } from '../services.ts'
import { manifestOf } from '../sessions/manifest.ts'
import { sendSegment } from '../sessions/segment-reply.ts'
import { assertUnlocked, findOpenShare, unlock, type OpenShare } from '../shares/open-share.ts'
import { renderSharePage, type SharePreview } from '../shares/share-page.ts'
import { addAuditEntry } from '../tables/audit-log.ts'
import { NoContent, PROBLEMS, SegmentParams } from './route-schemas.ts'

const TokenParams = Type.Object({ token: Type.String({ pattern: '^[A-Za-z0-9_-]{20,64}$' }) })

/** What a link opens, for everybody who has it: the page, and what its player asks for. */
export function sharedRoutes(app: App, services: Services, webDir: string): void {
  app.get(
    '/s/:token',
    { config: { access: 'link' }, schema: { hide: true, params: TokenParams } },
    async (request, reply) => {
      const { token } = request.params
      const opened = await findOpenShare(services, token).catch((error: unknown) => {
        // The page itself says what has become of the link, when it is refused the manifest.
        if (error instanceof ProblemError) return error
        throw error
      })
      const isOpen = !(opened instanceof ProblemError)
      const preview = isOpen ? previewOf(opened, `${services.publicUrl()}/s/${token}`) : null
      return reply
        .code(isOpen ? 200 : opened.statusCode)
        .headers(WEB_PAGE_HEADERS)
        .send(await renderSharePage(webDir, preview))
    },
  )

  app.post(
    '/s/:token/unlock',
    {
      config: { access: 'link', rateLimit: GUESSING_LIMIT },
      schema: {
        summary: 'Open a link that has a password, for this browser',
        tags: ['shares'],
        params: TokenParams,
        body: ShareUnlockRequestSchema,
        response: { 204: NoContent, ...PROBLEMS },
      },
    },
    async (request, reply) => {
      const { token } = request.params
      const { share } = await findOpenShare(services, token)
      if (share.password_hash !== null && !(await isPassword(request.body.password, share.password_hash))) {
        throw new ProblemError(403, 'password-wrong', 'That is not the password of this link.')
      }
      unlock(services, reply, { share, token })
      return reply.code(204).send(null)
    },
  )

  app.get(
    '/s/:token/manifest',
    {
      config: { access: 'link' },
      schema: {
        summary: 'What a player needs to begin, by a link',
        tags: ['shares'],
        params: TokenParams,
        response: { 200: ManifestReplySchema, ...PROBLEMS },
      },
    },
    async (request) => {
      const { token } = request.params
      const { share, session } = await findOpenShare(services, token)
      assertUnlocked(services, request, share)
      await addAuditEntry(services.db, {
        action: 'share.viewed',
        websiteId: session.website_id,
        sessionId: session.session_id,
        shareId: share.share_id,
        keyId: null,
      })
      return manifestOf(services.db, session, { base: `/s/${token}`, startAtMs: share.start_at_ms })
    },
  )

  app.get(
    '/s/:token/segments/:tab/:index',
    {
      config: { access: 'link' },
      schema: {
        summary: 'The events of a segment, by a link',
        tags: ['shares'],
        params: Type.Object({ ...TokenParams.properties, ...SegmentParams.properties }),
        produces: ['application/gzip'],
        response: PROBLEMS,
      },
    },
    async (request, reply) => {
      const { token, tab, index } = request.params
      const { share, session } = await findOpenShare(services, token)
      assertUnlocked(services, request, share)
      return sendSegment(services, { request, reply }, { sessionId: session.session_id, tab, index })
    },
  )
}

/** Null for a link with a password: who does not have it does not learn what the session is called. */
function previewOf({ share, session }: OpenShare, url: string): SharePreview | null {
  if (share.password_hash !== null) return null
  const { duration, errorCount, browser } = session.metadata
  const seconds = Math.round(duration / 1000)
  const length = seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`
  const errors = errorCount === 0 ? 'no errors' : errorCount === 1 ? '1 error' : `${errorCount} errors`
  return {
    title: session.title || 'Session replay',
    description: `${length} in ${browser.name}, ${errors}`,
    url,
  }
}
