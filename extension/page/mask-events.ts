import { record } from 'rrweb-recorder'
import type { MaskingRules } from '../../shared/protocol/site-settings.ts'
import { asterisks } from '../../shared/privacy/asterisks.ts'
import { exec, matches, wordSet } from '../../shared/privacy/natives.ts'
import type { NetworkBody, NetworkPayload, SessionCustomEvent } from '../../shared/session/events.ts'
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
      return withPayload(event, maskRequest(masker, data.payload))
    case 'qa.network-end': {
      const { requestBody, responseBody, close } = data.payload
      return withPayload(event, {
        ...data.payload,
        failure: maskFailure(data.payload.failure),
        responseBody: maskBody(masker, responseBody),
        ...(requestBody === undefined ? {} : { requestBody: maskBody(masker, requestBody) }),
        ...(close === undefined ? {} : { close: { ...close, reason: masker.text(close.reason) } }),
        timing: data.payload.timing && {
          ...data.payload.timing,
          protocol: masker.name(data.payload.timing.protocol),
        },
      })
    }
    case 'qa.message': {
      const { text } = data.payload
      return withPayload(event, {
        ...data.payload,
        event: masker.name(data.payload.event),
        text: text === null || !masker.recordsBodies ? null : masker.body('', text),
      })
    }
    case 'qa.vital':
      return withPayload(event, {
        ...data.payload,
        element: data.payload.element === null ? null : masker.name(data.payload.element),
      })
    case 'qa.longtask':
    case 'qa.environment':
      // Numbers, and words of our own.
      return event
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

function maskRequest(masker: Masker, payload: NetworkPayload): NetworkPayload {
  const { responseType, initiator, requestHeaders, responseHeaders, requestBody } = payload
  return {
    ...payload,
    method: maskMethod(payload.method),
    url: masker.url(payload.url),
    responseType: responseType === null ? null : masker.name(mediaType(responseType)),
    statusText: masker.text(payload.statusText),
    failure: maskFailure(payload.failure),
    ...(initiator === undefined ? {} : { initiator: initiator === null ? null : masker.stack(initiator) }),
    ...(requestHeaders === undefined ? {} : { requestHeaders: masker.headers(requestHeaders) }),
    ...(responseHeaders === undefined ? {} : { responseHeaders: masker.headers(responseHeaders) }),
    ...(requestBody === undefined ? {} : { requestBody: maskBody(masker, requestBody) }),
  }
}

/** The mask needs all of the type (a form's boundary is in it); what is recorded of it is the type alone. */
function maskBody(masker: Masker, body: NetworkBody | null): NetworkBody | null {
  if (body === null) return null
  const type = masker.name(mediaType(body.type))
  if (!masker.recordsBodies) return { ...body, type, text: null, gap: 'off' }
  return {
    ...body,
    type,
    text: body.text === null ? null : masker.body(body.type, body.text),
  }
}

/** Failures are words of our own; anything else is none of them. */
const maskFailure = (failure: string | null) =>
  failure === null || FAILURES[failure] ? failure : asterisks(failure)
const FAILURES = wordSet('abort timeout network blocked refused unfinished')

/** A method may be any word; those that there are consist of letters (RFC 9110, 9; WebDAV). */
const maskMethod = (method: string) => (matches(/^[A-Z]{1,20}$/, method) ? method : asterisks(method))

/** A content type without its parameters. */
const mediaType = (type: string) => exec(/^[^;,\s]{0,100}/, type)?.[0] ?? ''

function withPayload<E extends SessionCustomEvent>(event: E, payload: E['data']['payload']): E {
  return { ...event, data: { ...event.data, payload } }
}
