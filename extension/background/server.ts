import { createApiClient, type ApiClient } from '../../shared/api/client.ts'
import { ApiError, UnreachableError } from '../../shared/api/errors.ts'
import type { ServerStatus } from '../../shared/protocol/requests.ts'
import { announce } from './changes.ts'
import { BackgroundProblem } from './problem.ts'
import { deleteSetting, readSetting, writeSetting, type ServerConnection } from './settings.ts'

/** How the server lists this extension among its keys. */
const CLIENT_NAME = 'QA Replay extension'

export interface ConnectedServer {
  connection: ServerConnection
  client: ApiClient
}

/** The server that this extension is connected to, or null. */
export async function connectedServer(): Promise<ConnectedServer | null> {
  const connection = await readSetting('server')
  return connection
    ? { connection, client: createApiClient({ baseUrl: connection.url, key: connection.key }) }
    : null
}

export async function serverStatus(): Promise<ServerStatus> {
  const connection = await readSetting('server')
  if (!connection) return { connected: false }
  const { url, websiteId, websiteName, keyName } = connection
  return { connected: true, url, websiteId, websiteName, keyName }
}

/**
 * Connects with a one-time code of the server's connect page, or with a key that was pasted. The connection is kept
 * when the server has answered, and not before.
 *
 * @throws {BackgroundProblem} with a sentence that says what to do
 */
export async function connectServer(
  request: { url: string; code: string } | { url: string; key: string },
): Promise<ServerStatus> {
  const url = parseServerUrl(request.url)
  try {
    const connection =
      'code' in request ? await tradeCode(url, request.code) : await checkKey(url, request.key.trim())
    await writeSetting('server', connection)
  } catch (error) {
    throw toServerProblem(error, url)
  }
  announce({ topic: 'server' })
  return serverStatus()
}

export async function disconnectServer(): Promise<ServerStatus> {
  await deleteSetting('server')
  announce({ topic: 'server' })
  return { connected: false }
}

/**
 * Deletes a session on the server, if it is there.
 *
 * @param url of the server that has it
 * @throws {BackgroundProblem} when another server is connected now, or this one does not do it
 */
export async function deleteFromServer(sessionId: string, url: string): Promise<void> {
  const server = await connectedServer()
  if (server?.connection.url !== url) {
    throw new BackgroundProblem(
      'not-connected',
      `The copy is on ${url}. Connect QA Replay to that server to delete it, or ask who runs it.`,
    )
  }
  try {
    await deleteIfThere(server, sessionId)
  } catch (error) {
    throw toServerProblem(error, url)
  }
}

/** @throws {ApiError | UnreachableError} */
export async function deleteIfThere({ client }: ConnectedServer, sessionId: string): Promise<void> {
  try {
    await client.deleteSession(sessionId)
  } catch (error) {
    if (!(error instanceof ApiError && error.status === 404)) throw error
  }
}

/** What a failed request to the server means for the person in front of it. */
export function toServerProblem(error: unknown, url: string): unknown {
  if (error instanceof UnreachableError) {
    return new BackgroundProblem(
      'server-unreachable',
      `The server at ${url} does not answer. Check that it is running and that the address is right.`,
    )
  }
  if (!(error instanceof ApiError)) return error
  if (error.status === 401) {
    return new BackgroundProblem(
      'server-refused',
      `The server at ${url} does not know this key. Connect again with a valid one.`,
    )
  }
  if (error.status === 403) {
    return new BackgroundProblem(
      'server-refused',
      `The server at ${url} does not allow this with the key in use: ${error.message}`,
    )
  }
  const code = error.retryable ? 'server-error' : 'server-refused'
  return new BackgroundProblem(
    code,
    `The server at ${url} answered with an error (${error.status}): ${error.message}`,
  )
}

async function tradeCode(url: string, code: string): Promise<ServerConnection> {
  const { key, keyName, websites } = await createApiClient({ baseUrl: url }).connect(code, CLIENT_NAME)
  return { url, key, keyName, ...firstWebsite(websites) }
}

async function checkKey(url: string, key: string): Promise<ServerConnection> {
  const { keyName, websites } = await createApiClient({ baseUrl: url, key }).me()
  return { url, key, keyName, ...firstWebsite(websites) }
}

function firstWebsite(
  websites: readonly { websiteId: string; name: string }[],
): Pick<ServerConnection, 'websiteId' | 'websiteName'> {
  const website = websites[0]
  if (!website)
    throw new BackgroundProblem(
      'server-refused',
      'This key has no website to send sessions to. Ask for one that has.',
    )
  return { websiteId: website.websiteId, websiteName: website.name }
}

function parseServerUrl(text: string): string {
  try {
    const { protocol, origin, pathname } = new URL(text.trim())
    if (protocol === 'http:' || protocol === 'https:') return (origin + pathname).replace(/\/+$/, '')
  } catch {
    // Not a URL.
  }
  throw new BackgroundProblem(
    'bad-request',
    'This is not an address of a server. It looks like https://replay.example.com',
  )
}
