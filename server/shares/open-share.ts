import type { FastifyReply, FastifyRequest } from 'fastify'
import { equalSecrets, hashSecret, sign } from '../access/secrets.ts'
import { notFound, ProblemError } from '../http/problem.ts'
import type { Services } from '../services.ts'
import { findSession, type SessionRow } from '../tables/sessions.ts'
import { findShare, type ShareRow } from '../tables/shares.ts'

/** The cookie of a share that was opened with its password. Its path is the share's own. */
const COOKIE = 'qa_replay_share'
const UNLOCKED_SECONDS = 12 * 3600

export interface OpenShare {
  share: ShareRow
  session: SessionRow
}

/**
 * The share that a token opens, and its session.
 *
 * @throws {ProblemError} 404 when there is none, 410 when it was revoked or has expired
 */
export async function findOpenShare({ db }: Services, token: string): Promise<OpenShare> {
  const share = await findShare(db, hashSecret(token))
  if (!share) throw notFound('share')
  const session = await findSession(db, share.session_id)
  if (!session) throw notFound('share')
  const isExpired = share.expires_at !== null && share.expires_at.getTime() <= Date.now()
  if (share.revoked_at !== null || isExpired) {
    const why = share.revoked_at === null ? 'has expired' : 'was revoked'
    throw new ProblemError(410, 'share-ended', `This link ${why}. Ask whoever sent it for a new one.`)
  }
  return { share, session }
}

/** @throws {ProblemError} 401 `password-required` when it has a password that this browser has not given yet */
export function assertUnlocked({ signingKey }: Services, request: FastifyRequest, share: ShareRow): void {
  if (share.password_hash === null) return
  const [expires = '', proof = ''] = (cookieOf(request) ?? '').split('.')
  const isValid =
    equalSecrets(proof, proofOf(signingKey, share, expires)) && Number(expires) * 1000 > Date.now()
  if (!isValid) {
    throw new ProblemError(
      401,
      'password-required',
      'This link has a password. Enter it to watch the session.',
    )
  }
}

/** Lets this browser open the share for some hours. */
export function unlock(
  { signingKey, publicUrl }: Services,
  reply: FastifyReply,
  { share, token }: { share: ShareRow; token: string },
): void {
  const expires = String(Math.floor(Date.now() / 1000) + UNLOCKED_SECONDS)
  const value = `${expires}.${proofOf(signingKey, share, expires)}`
  const secure = publicUrl().startsWith('https:') ? '; Secure' : ''
  void reply.header(
    'set-cookie',
    `${COOKIE}=${value}; Path=/s/${token}; Max-Age=${UNLOCKED_SECONDS}; HttpOnly; SameSite=Strict${secure}`,
  )
}

/** A changed password ends what the old one opened. */
function proofOf(signingKey: string, share: ShareRow, expires: string): string {
  return sign(signingKey, 'share', `${share.share_id}\n${expires}\n${share.password_hash ?? ''}`)
}

function cookieOf({ headers }: FastifyRequest): string | undefined {
  return headers.cookie
    ?.split(';')
    .map((pair) => pair.trim())
    .find((pair) => pair.startsWith(`${COOKIE}=`))
    ?.slice(COOKIE.length + 1)
}
