import {
  EventType,
  IncrementalSource,
  type adoptedStyleSheetData,
  type incrementalData,
  type styleDeclarationData,
  type styleSheetRuleData,
} from '@rrweb/types'
import type { SessionEvent } from '../../session/events.ts'
import { append } from './chain.ts'
import type { DocumentState } from './document-state.ts'
import { reduceMutation } from './reduce-mutation.ts'

/**
 * Brings a document's state from before an event to after it, in place. The event is left as it is, and is one that was
 * made inert (`replay/inert.ts`).
 */
export function reduceEvent(state: DocumentState, event: SessionEvent): void {
  if (event.type === EventType.IncrementalSnapshot) reduceIncrement(state, event.data)
}

function reduceIncrement(state: DocumentState, data: incrementalData): void {
  switch (data.source) {
    case IncrementalSource.Mutation:
      reduceMutation(state, data)
      break
    case IncrementalSource.Input:
      if (state.nodes.has(data.id)) state.fields.set(data.id, { text: data.text, isChecked: data.isChecked })
      break
    case IncrementalSource.Scroll:
      if (state.nodes.has(data.id)) state.scrolls.set(data.id, { x: data.x, y: data.y })
      break
    case IncrementalSource.StyleSheetRule:
    case IncrementalSource.StyleDeclaration:
      reduceRules(state, data)
      break
    case IncrementalSource.AdoptedStyleSheet:
      reduceAdopted(state, data)
      break
    case IncrementalSource.Font:
      state.fonts = append(state.fonts, data)
      break
    case IncrementalSource.Selection:
      state.selection = data
      break
    default:
    // Pointers and sizes are no part of the document; sound and video stand still.
  }
}

function reduceRules(state: DocumentState, data: styleSheetRuleData | styleDeclarationData): void {
  if (data.styleId) {
    const sheet = state.sheets.get(data.styleId)
    if (sheet) state.sheets.set(data.styleId, append(sheet, data))
  } else if (data.id && state.nodes.has(data.id)) state.addRule(data.id, data)
}

function reduceAdopted(state: DocumentState, { id, styles, styleIds }: adoptedStyleSheetData): void {
  if (!state.nodes.has(id) || !Array.isArray(styleIds)) return
  for (const { styleId, rules } of styles ?? []) {
    state.sheets.set(
      styleId,
      append(null, { source: IncrementalSource.StyleSheetRule, styleId, adds: rules }),
    )
  }
  state.adopted.set(id, styleIds)
}
