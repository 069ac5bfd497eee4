import { record } from 'rrweb-recorder'
import type { MaskingRules } from '../../shared/protocol/site-settings.ts'
import { asterisks } from '../../shared/privacy/asterisks.ts'
import { exec, matches } from '../../shared/privacy/natives.ts'
import type { SessionCustomEvent } from '../../shared/session/events.ts'
import { createMasker, type Masker } from './masking/create-masker.ts'
import { compileRules } from './masking/rules.ts'

/** rrweb's id of a live node, by which events tell of it; -1 when it is not recorded. */
export const nodeId = (node: Node): number => record.mirror.getId(node)

/** The masker of this document, over rrweb's ids of its nodes. Rules that cannot be used are left out. */
export function createPageMasker(rules: MaskingRules): Masker {
  return createMasker(compileRules(rules).rules, {
    getNode: (id) => record.mirror.getNode(id),
    getId: nodeId,
  })
}

/** The event with everything in it masked that came from the page. */
export function maskCustomEvent(masker: Masker, event: SessionCustomEvent): SessionCustomEvent {
  const { data } = event
  switch (data.tag) {
    case 'qa.console':
      return withPayload(event, {
        ...data.payload,
        args: masker.arguments(data.payload.args),
        stack: data.payload.stack === null ? null : masker.stack(data.payload.stack),
      })
    case 'qa.error':
      return withPayload(event, {
        ...data.payload,
        name: masker.name(data.payload.name),
        message: masker.text(data.payload.message),
        stack: data.payload.stack === null ? null : masker.stack(data.payload.stack),
        source: data.payload.source && { ...data.payload.source, url: masker.url(data.payload.source.url) },
        ...(data.payload.value === undefined ? {} : { value: masker.value(data.payload.value) }),
      })
    case 'qa.network':
      return withPayload(event, {
        ...data.payload,
        method: maskMethod(data.payload.method),
        url: masker.url(data.payload.url),
        responseType:
          data.payload.responseType === null ? null : masker.name(mediaType(data.payload.responseType)),
        statusText: masker.text(data.payload.statusText),
        failure: data.payload.failure === null ? null : masker.text(data.payload.failure),
      })
    case 'qa.page':
      return withPayload(event, {
        ...data.payload,
        url: masker.url(data.payload.url),
        title: masker.text(data.payload.title),
      })
    case 'qa.step':
    case 'qa.signal':
    case 'qa.gap':
      return masker.event(event) as never
    case 'qa.privacy':
      // Counts, and asterisks.
      return event
  }
}

/** A method may be any word; those that there are consist of letters (RFC 9110, 9; WebDAV). */
const maskMethod = (method: string) => (matches(/^[A-Z]{1,20}$/, method) ? method : asterisks(method))

/** A content type without its parameters. */
const mediaType = (type: string) => exec(/^[^;,\s]{0,100}/, type)?.[0] ?? ''

function withPayload<E extends SessionCustomEvent>(event: E, payload: E['data']['payload']): E {
  return { ...event, data: { ...event.data, payload } }
}
