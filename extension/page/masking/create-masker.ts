import type { eventWithTime } from '@rrweb/types'
import { asterisks } from '../../../shared/privacy/asterisks.ts'
import type { NetworkHeader } from '../../../shared/session/events.ts'
import type { MaskedRule } from '../../../shared/session/review.ts'
import type { SerializedValue } from '../../../shared/session/serialized-value.ts'
import { createSanitizer, maskArea, maskInput } from './create-sanitizer.ts'
import { secretArguments } from './mask-arguments.ts'
import { maskBody } from './mask-body.ts'
import { maskHeaders } from './mask-headers.ts'
import { maskLog } from './mask-log.ts'
import { maskStack } from './mask-stack.ts'
import { maskTag } from './mask-tag.ts'
import { createDeepMask } from './mask-value.ts'
import { parentOf } from './live-dom.ts'
import { GONE, OURS, SECRET_FIELD, SHOWN } from './node-states.ts'
import { areaOf, rrwebBlockSelector, rrwebMaskSelector } from './private-area.ts'
import type { CompiledRules } from './rules.ts'
import { sanitizeEvent } from './sanitize-event.ts'
import { currentFlags } from './sanitize-mutation.ts'

/** The options of rrweb's `record` that mask: the first of two layers, `Masker.event` is the second. */
export interface MaskingRecordOptions {
  maskAllInputs: false
  maskInputOptions: Record<string, boolean>
  maskInputFn(text: string, element: HTMLElement): string
  maskTextFn(text: string, element: HTMLElement | null): string
  maskTextSelector: string
  blockSelector: string
}

/**
 * All masks of one document. Everything keeps its length (UTF-16 units) and its whitespace, gives the same for the
 * same, and leaves what is masked already as it is. Nothing throws: what cannot be masked is replaced by asterisks.
 */
export interface Masker {
  recordOptions: MaskingRecordOptions
  /**
   * Masks an rrweb event, in place. Give it every event, in order, before it is turned into text: it remembers nodes.
   * Null: nothing of it may be recorded.
   */
  event(event: eventWithTime): eventWithTime | null
  /** A text of the page's code: a line of the console, an error's message, a title. Whole in *strict*. */
  text(text: string): string
  /** A name of the page's code, such as an error's: shown, but for what is secret in it. */
  name(text: string): string
  /** An address. */
  url(url: string): string
  /** A stack with its message. */
  stack(stack: string): string
  /** A value of the page, deep; sensitive names in any case. A copy. */
  value(value: SerializedValue): SerializedValue
  /** The arguments of one call of the console: also what the text before a value names as a secret. A copy. */
  arguments(args: readonly SerializedValue[]): SerializedValue[]
  /** Whether bodies are recorded at all. */
  recordsBodies: boolean
  /** Names and values of headers. A copy. */
  headers(headers: readonly NetworkHeader[]): NetworkHeader[]
  /** Whether what stands at a live node is hidden: its text and attributes are masked whole. */
  hides(node: Node): boolean
  /** The value of a live field, or of a part of one, as it is recorded: also what is only beginning to be secret. */
  typed(text: string, field: Element): string
  /** The text of a body or of a socket's message; empty when the type is not of text. At most 64 KB. */
  body(contentType: string, text: string): string
  /** How much was masked up to now, by rule, when that has changed since the last call; else null. */
  masked(): MaskedRule[] | null
}

interface Environment {
  /** The live node of rrweb's id, or null. */
  getNode(id: number): Node | null
  /** rrweb's id of a live node; -1 when it is not recorded. */
  getId(node: Node): number
}

export function createMasker(rules: CompiledRules, env: Environment): Masker {
  const sanitizer = createSanitizer(rules, (id) => env.getNode(id))
  const { masks, fields, selectors } = sanitizer
  const { strict, secrets, tally } = masks
  const url = strict ? masks.strictLink : masks.link
  const shown = (text: string) => maskLog(text, secrets)
  const text = strict ? asterisks : shown
  const bodyRules = { maskText: secrets, strict }
  const stackWith = (message: (text: string) => string) => (stack: string) =>
    maskStack(stack, message, secrets, masks.link)
  const value = createDeepMask({
    text,
    url,
    stack: stackWith(text),
    tag: (html) => maskTag(html, secrets),
    name: secrets,
    secret(raw) {
      const masked = asterisks(raw)
      if (masked !== raw) tally.value('name', raw, masked)
      return masked
    },
  })
  // Trackers mask what they hand over by the level; behind them only secrets are looked for.
  const payload = createDeepMask({
    text: shown,
    url: masks.link,
    stack: stackWith(shown),
    tag: (html) => maskTag(html, secrets),
    name: secrets,
    secret: asterisks,
  })

  /** Where a live node is, with what is remembered of it or of the nearest recorded node above it. */
  const flagsAt = (node: Node) => {
    const recorded = recordedAbove(node, (candidate) => env.getId(candidate))
    if (recorded > 0) currentFlags(recorded, sanitizer)
    const kept = recorded > 0 ? sanitizer.states.flags(recorded) & ~SHOWN : 0
    return kept | areaOf(node, selectors)
  }
  const hides = (node: Node) => {
    const flags = flagsAt(node)
    return (flags & (GONE | OURS)) !== 0 || masks.hides(flags)
  }
  const typed = (raw: string, field: Element) => {
    fields.refresh()
    const flags = flagsAt(field)
    const kind = fields.kind(null, field, true)
    const secret = (flags & SECRET_FIELD) !== 0 || fields.isSecret(kind, null, field, flags)
    if (secret) fields.learn(raw)
    return secret || (flags & (GONE | OURS)) !== 0 || masks.hides(flags) ? asterisks(raw) : fields.typed(raw)
  }

  return {
    recordOptions: {
      maskAllInputs: false,
      maskInputOptions: { password: true, input: true, textarea: true, select: strict },
      maskInputFn: (text, element) => closed(text, (raw) => maskInput(raw, element, sanitizer)),
      maskTextFn: (text, element) => closed(text, (raw) => maskArea(raw, element, sanitizer)),
      maskTextSelector: rrwebMaskSelector(selectors),
      blockSelector: rrwebBlockSelector(selectors),
    },
    event(event) {
      try {
        fields.refresh()
        return sanitizeEvent(event, sanitizer, payload)
      } catch {
        return null
      }
    },
    text: (raw) => closed(raw, text),
    name: (raw) => closed(raw, secrets),
    url: (raw) => closed(raw, url),
    stack: (raw) => closed(raw, stackWith(text)),
    value(raw) {
      try {
        return value(raw) as SerializedValue
      } catch {
        return { $: 'hidden', why: 'throws' }
      }
    },
    arguments(args) {
      const masked: SerializedValue[] = []
      try {
        const secret = secretArguments(args)
        for (let i = 0; i < args.length; i++) masked[i] = value(args[i], secret[i]) as SerializedValue
      } catch {
        return [{ $: 'hidden', why: 'throws' }]
      }
      return masked
    },
    recordsBodies: rules.recordBodies,
    headers(headers) {
      try {
        return maskHeaders(headers, strict ? asterisks : secrets, url, secrets)
      } catch {
        return []
      }
    },
    hides(node) {
      try {
        return hides(node)
      } catch {
        return true
      }
    },
    typed: (raw, field) => closed(raw, (text) => typed(text, field)),
    masked() {
      try {
        return tally.changed()
      } catch {
        return null
      }
    },
    body: (contentType, raw) => closed(raw, (text) => maskBody(contentType, text, bodyRules)),
  }
}

/** rrweb's id of a live node, or of the nearest one above it that is recorded; -1 when there is none. */
function recordedAbove(node: Node, getId: (node: Node) => number): number {
  for (let at: Node | null = node; at; at = parentOf(at)) {
    const id = getId(at)
    if (id > 0) return id
  }
  return -1
}

/** `mask(text)`, or asterisks when it throws. */
function closed(text: string, mask: (text: string) => string): string {
  try {
    return mask(text)
  } catch {
    return asterisks(text)
  }
}
