import type { Page } from '@playwright/test'
import type { Reply, RequestMap, RequestName } from '../../shared/protocol/requests.ts'
import type { ServerProcess } from '../support/server-process.mjs'

/** Sends a request to the extension's background, and gives its reply. */
export function ask<Name extends RequestName>(
  inside: Page,
  name: Name,
  body: RequestMap[Name]['body'],
): Promise<Reply<Name>> {
  return inside.evaluate((message): Promise<Reply<Name>> => chrome.runtime.sendMessage(message), {
    name,
    body,
  } as object)
}

/** Connects the extension to the server, by address and key. */
export async function connectServer(inside: Page, server: ServerProcess): Promise<void> {
  const reply = await ask(inside, 'server.connect', { url: server.url, key: server.adminKey! })
  if (!reply.ok) throw new Error(reply.problem.sentence)
}
