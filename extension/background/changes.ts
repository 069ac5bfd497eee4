import { CHANGES_CHANNEL, type ChangeNotice } from '../../shared/protocol/requests.ts'

const channel = new BroadcastChannel(CHANGES_CHANNEL)

/** Tells every open page of the extension that something it may be showing has changed. */
export function announce(notice: ChangeNotice): void {
  channel.postMessage(notice)
}
