import Type from 'typebox'
import type { SessionMetadata } from '../session/metadata.ts'
import { upgradeSession } from '../session/upgrade.ts'
import { openConnection, queryString, type ConnectionOptions } from './connection.ts'
import { sendRequest, type HttpRequest } from './http.ts'
import {
  CompleteReplySchema,
  ConnectReplySchema,
  CreateSessionReplySchema,
  DeletedReplySchema,
  MeReplySchema,
  SessionValuesSchema,
  ShareListReplySchema,
  ShareReplySchema,
  SyncStateSchema,
  type ConnectReply,
  type CreateSessionReply,
  type Manifest,
  type MeReply,
  type MissingSegment,
  type SessionListQuery,
  type SessionListReply,
  type SessionValues,
  type ShareReply,
  type ShareRequest,
  type ShareSummary,
  type SyncState,
} from './schemas.ts'

/** Without a key only `connect` and the methods of shares work. */
export type ApiClientOptions = ConnectionOptions

/** Time for the bytes of a segment: 1 MB at 10 KB/s and some. */
const SEGMENT_TIMEOUT_MS = 180_000

export type ApiClient = ReturnType<typeof createApiClient>

/**
 * The one client of the server's API. Every method rejects with an {@link ApiError} (the server says no),
 * an {@link UnreachableError} (no answer), a SessionFormatError (a session of a newer build), or the signal's reason;
 * the first two carry whether to try again.
 */
export function createApiClient(options: ApiClientOptions) {
  const { base, fetch, call, bytesOf } = openConnection(options)

  async function manifestAt(path: string, signal?: AbortSignal): Promise<Manifest> {
    const reply = await call(ManifestEnvelopeSchema, { path, signal })
    const { metadata } = upgradeSession(reply.metadata)
    return { ...(reply as unknown as Manifest), metadata }
  }

  async function segmentAt(path: string, signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
    return (await bytesOf({ path, accept: 'application/gzip', signal, cache: 'default' }, SEGMENT_TIMEOUT_MS))
      .bytes
  }

  return {
    /** Where the server is, without a slash at the end. */
    baseUrl: base,

    /** Trades a one-time code of the connect page for a key of its own. */
    connect(code: string, clientName: string, signal?: AbortSignal): Promise<ConnectReply> {
      return call(ConnectReplySchema, {
        method: 'POST',
        path: '/api/connect',
        json: { code, clientName },
        signal,
      })
    },

    /** What the key may do, and on which websites. */
    me(signal?: AbortSignal): Promise<MeReply> {
      return call(MeReplySchema, { path: '/api/me', signal })
    },

    /** Creates the session, or resumes its upload: the answer lists what is still to be sent. */
    createSession(
      websiteId: string,
      metadata: SessionMetadata,
      signal?: AbortSignal,
    ): Promise<CreateSessionReply> {
      const path = `/api/websites/${encodeURIComponent(websiteId)}/sessions`
      return call(CreateSessionReplySchema, { method: 'POST', path, json: metadata, signal })
    },

    /** Sends one segment to where `createSession` said. The same bytes twice is fine. */
    async putSegment(
      to: MissingSegment,
      bytes: Uint8Array<ArrayBuffer>,
      signal?: AbortSignal,
    ): Promise<void> {
      // Without the key: the URL is signed, and it may be another server's.
      const request: HttpRequest = {
        url: to.url.startsWith('/') ? base + to.url : to.url,
        method: 'PUT',
        headers: to.headers,
        body: bytes,
        signal,
        timeoutMs: SEGMENT_TIMEOUT_MS,
      }
      await sendRequest(fetch, request).catch((error: unknown) => {
        // A store that was asked for If-None-Match: * has the segment already; `complete` verifies its bytes.
        if ((error as { status?: unknown }).status !== 412) throw error
      })
    },

    /** Verifies what was sent, and lists the session. 409 `segments-missing` when `createSession` has to be asked again. */
    async completeSession(sessionId: string, signal?: AbortSignal): Promise<void> {
      await call(CompleteReplySchema, { method: 'POST', path: `${replayPath(sessionId)}/complete`, signal })
    },

    listSessions(
      websiteId: string,
      query: SessionListQuery = {},
      signal?: AbortSignal,
    ): Promise<SessionListReply> {
      const path = `/api/websites/${encodeURIComponent(websiteId)}/sessions${queryString(query)}`
      return call(SessionListEnvelopeSchema, {
        path,
        signal,
      }) as Promise<unknown> as Promise<SessionListReply>
    },

    /** What the sessions of a website can be narrowed to. */
    sessionValues(websiteId: string, signal?: AbortSignal): Promise<SessionValues> {
      const path = `/api/websites/${encodeURIComponent(websiteId)}/sessions/values`
      return call(SessionValuesSchema, { path, signal })
    },

    /** What a player needs to begin. Metadata of older formats is brought up to date. */
    manifest(sessionId: string, signal?: AbortSignal): Promise<Manifest> {
      return manifestAt(`${replayPath(sessionId)}/manifest`, signal)
    },

    /** The gzip blob of a segment. */
    segment(
      sessionId: string,
      tab: number,
      index: number,
      signal?: AbortSignal,
    ): Promise<Uint8Array<ArrayBuffer>> {
      return segmentAt(`${replayPath(sessionId)}/segments/${tab}/${index}`, signal)
    },

    async deleteSession(sessionId: string, signal?: AbortSignal): Promise<void> {
      await bytesOf({ method: 'DELETE', path: replayPath(sessionId), signal })
    },

    /** How far a session has come on its way from this server to the team's. */
    syncState(sessionId: string, signal?: AbortSignal): Promise<SyncState> {
      return call(SyncStateSchema, { path: `${replayPath(sessionId)}/sync`, signal })
    },

    /** Has a session sent to the team's server, or tried again. 409 `no-team` on a server that has none. */
    syncSession(sessionId: string, signal?: AbortSignal): Promise<SyncState> {
      return call(SyncStateSchema, { method: 'POST', path: `${replayPath(sessionId)}/sync`, signal })
    },

    /** Deletes all sessions of a visitor. */
    deleteVisitor(websiteId: string, visitorId: string, signal?: AbortSignal): Promise<{ sessions: number }> {
      const path = `/api/websites/${encodeURIComponent(websiteId)}/visitors/${encodeURIComponent(visitorId)}`
      return call(DeletedReplySchema, { method: 'DELETE', path, signal })
    },

    /** Makes a link; its URL is in this answer only. */
    createShare(sessionId: string, share: ShareRequest = {}, signal?: AbortSignal): Promise<ShareReply> {
      const path = `${replayPath(sessionId)}/shares`
      return call(ShareReplySchema, { method: 'POST', path, json: share, signal })
    },

    async listShares(sessionId: string, signal?: AbortSignal): Promise<ShareSummary[]> {
      return (await call(ShareListReplySchema, { path: `${replayPath(sessionId)}/shares`, signal })).shares
    },

    async revokeShare(sessionId: string, shareId: string, signal?: AbortSignal): Promise<void> {
      const path = `${replayPath(sessionId)}/shares/${encodeURIComponent(shareId)}`
      await bytesOf({ method: 'DELETE', path, signal })
    },

    /** {@link manifest} by a share's token, without a key. 401 `password-required` until it is unlocked. */
    sharedManifest(token: string, signal?: AbortSignal): Promise<Manifest> {
      return manifestAt(`${sharePath(token)}/manifest`, signal)
    },

    sharedSegment(
      token: string,
      tab: number,
      index: number,
      signal?: AbortSignal,
    ): Promise<Uint8Array<ArrayBuffer>> {
      return segmentAt(`${sharePath(token)}/segments/${tab}/${index}`, signal)
    },

    /** Opens a share that has a password, for this browser: the server sets a cookie for the share's own path. */
    async unlockShare(token: string, password: string, signal?: AbortSignal): Promise<void> {
      const path = `${sharePath(token)}/unlock`
      await bytesOf({ method: 'POST', path, json: { password }, signal })
    },
  }
}

/** Only what the client itself relies on: sessions of a newer format get an error of their own, and lists show the rest. */
const ManifestEnvelopeSchema = Type.Object({
  metadata: Type.Object({ formatVersion: Type.Integer() }),
  segments: Type.Array(
    Type.Object({ tab: Type.Integer(), index: Type.Integer(), start: Type.Number(), url: Type.String() }),
  ),
  startAtMs: Type.Union([Type.Number(), Type.Null()]),
})
const SessionListEnvelopeSchema = Type.Object({
  sessions: Type.Array(Type.Object({ sessionId: Type.String(), startedAt: Type.String() })),
  nextCursor: Type.Union([Type.String(), Type.Null()]),
  total: Type.Object({ count: Type.Integer(), capped: Type.Boolean() }),
})

function replayPath(sessionId: string): string {
  return `/api/replay/${encodeURIComponent(sessionId)}`
}

function sharePath(token: string): string {
  return `/s/${encodeURIComponent(token)}`
}
