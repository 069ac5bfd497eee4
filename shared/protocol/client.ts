import browser from 'webextension-polyfill'
import {
  CHANGES_CHANNEL,
  type ChangeNotice,
  type Problem,
  type Reply,
  type RequestMap,
  type RequestName,
} from './requests.ts'

/** A request that the background refused or could not do; `message` is a sentence for the person in front of it. */
export class ProblemError extends Error {
  override name = 'ProblemError'
  constructor(readonly problem: Problem) {
    super(problem.sentence)
  }
}

/**
 * Asks the background, and waits for its reply.
 *
 * @throws {ProblemError} when the background says no, or does not answer
 */
export async function request<Name extends RequestName>(
  name: Name,
  body: RequestMap[Name]['body'],
): Promise<RequestMap[Name]['reply']> {
  const reply = await browser.runtime.sendMessage<unknown, Reply<Name> | undefined>({ name, body })
  if (!reply)
    throw new ProblemError({
      code: 'unexpected',
      sentence: 'QA Replay did not answer. Reload the extension and try again.',
    })
  if (!reply.ok) throw new ProblemError(reply.problem)
  return reply.value
}

/** Calls `onChange` for every change notice until the returned function is called. */
export function watchChanges(onChange: (notice: ChangeNotice) => void): () => void {
  const channel = new BroadcastChannel(CHANGES_CHANNEL)
  channel.onmessage = ({ data }: MessageEvent<ChangeNotice>) => onChange(data)
  return () => channel.close()
}
