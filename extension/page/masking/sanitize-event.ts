import type { eventWithTime, incrementalData, inputData } from '@rrweb/types'
import { asterisks } from '../../../shared/privacy/asterisks.ts'
import { EVENT_TYPE } from '../../../shared/session/events.ts'
import type { DeepMask } from './mask-value.ts'
import { GONE, OURS, PASSWORD, PRIVATE, SECRET_FIELD } from './node-states.ts'
import { currentFlags, sanitizeMutation } from './sanitize-mutation.ts'
import { fieldFlags, sanitizeTree, type Sanitizer } from './sanitize-node.ts'
import { sanitizeStyles } from './sanitize-styles.ts'

/** rrweb's numbers for what an incremental event is about. */
const SOURCE = {
  mutation: 0,
  mouseMove: 1,
  mouseInteraction: 2,
  scroll: 3,
  resize: 4,
  input: 5,
  touchMove: 6,
  media: 7,
  styleSheetRule: 8,
  canvas: 9,
  font: 10,
  drag: 12,
  styleDeclaration: 13,
  selection: 14,
  adoptedStyleSheet: 15,
  customElement: 16,
} as const

/** Masks an rrweb event in place. Gives null when nothing of it may be recorded. May throw. */
export function sanitizeEvent(
  event: eventWithTime,
  sanitizer: Sanitizer,
  deep: DeepMask,
): eventWithTime | null {
  const { masks } = sanitizer
  switch (event.type as number) {
    case EVENT_TYPE.domContentLoaded:
    case EVENT_TYPE.load:
      event.data = {}
      return event
    case EVENT_TYPE.fullSnapshot:
      sanitizeTree((event.data as { node: Parameters<typeof sanitizeTree>[0] }).node, 0, sanitizer)
      return event
    case EVENT_TYPE.incrementalSnapshot:
      return sanitizeIncremental(event.data as incrementalData, sanitizer) ? event : null
    case EVENT_TYPE.meta: {
      const meta = event.data as { href: string }
      meta.href = masks.strict ? masks.strictLink(meta.href) : masks.link(meta.href)
      return event
    }
    case EVENT_TYPE.custom:
    case EVENT_TYPE.plugin: {
      const data = event.data as { payload: unknown }
      data.payload = deep(data.payload)
      return event
    }
    default:
      return null
  }
}

/** Whether the event is recorded. */
function sanitizeIncremental(data: incrementalData, sanitizer: Sanitizer): boolean {
  switch (data.source as number) {
    case SOURCE.mutation:
      return sanitizeMutation(data as Parameters<typeof sanitizeMutation>[0], sanitizer)
    case SOURCE.input:
      return sanitizeInput(data as inputData, sanitizer)
    case SOURCE.styleSheetRule:
    case SOURCE.styleDeclaration:
    case SOURCE.adoptedStyleSheet:
    case SOURCE.font:
      sanitizeStyles(data, sanitizer.masks)
      return true
    case SOURCE.canvas:
      return sanitizeCanvas(data as unknown as CanvasData, sanitizer)
    case SOURCE.mouseInteraction:
    case SOURCE.scroll:
    case SOURCE.media:
      // Numbers only.
      return !(sanitizer.states.flags((data as { id: number }).id) & OURS)
    case SOURCE.mouseMove:
    case SOURCE.resize:
    case SOURCE.touchMove:
    case SOURCE.drag:
    case SOURCE.selection:
      // Numbers only.
      return true
    case SOURCE.customElement: {
      const { define } = data as { define?: { name: string } }
      if (define) define.name = sanitizer.masks.secrets(define.name)
      return true
    }
    default:
      return false
  }
}

function sanitizeInput(data: inputData, sanitizer: Sanitizer): boolean {
  const { masks, states, fields } = sanitizer
  let flags = currentFlags(data.id, sanitizer)
  if (flags & GONE) return false
  const element = sanitizer.getNode(data.id) as Element | null
  flags |= fieldFlags(null, element, flags, sanitizer)
  states.mark(data.id, flags & (PASSWORD | SECRET_FIELD))
  const hidden = masks.hides(flags)
  if (hidden || flags & SECRET_FIELD) {
    if ((flags & (SECRET_FIELD | PRIVATE)) !== 0) fields.learn(data.text)
    data.text = asterisks(data.text)
    data.isChecked = false
  } else data.text = fields.typed(data.text)
  return true
}

interface CanvasData {
  id: number
  args?: unknown
  commands?: { args: unknown }[]
}

function sanitizeCanvas(data: CanvasData, sanitizer: Sanitizer): boolean {
  const flags = currentFlags(data.id, sanitizer)
  if (flags & GONE || sanitizer.masks.hides(flags)) return false
  if (data.args) data.args = maskArguments(data.args, sanitizer)
  const { commands } = data
  for (let i = 0; commands && i < commands.length; i++)
    commands[i]!.args = maskArguments(commands[i]!.args, sanitizer)
  return true
}

/** What is drawn as text, or from an address. Numbers and pixels stay. */
function maskArguments(args: unknown, sanitizer: Sanitizer): unknown {
  if (typeof args === 'string') return sanitizer.masks.secrets(args)
  if (typeof args !== 'object' || args === null) return args
  const holder = args as Record<string, unknown>
  if (typeof holder['src'] === 'string') holder['src'] = sanitizer.masks.link(holder['src'])
  if (Array.isArray(args)) for (let i = 0; i < args.length; i++) args[i] = maskArguments(args[i], sanitizer)
  else if (Array.isArray(holder['args']) && typeof holder['args'][0] !== 'number') {
    holder['args'] = maskArguments(holder['args'], sanitizer)
  }
  return args
}
