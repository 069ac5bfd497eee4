import type { eventWithTime } from '@rrweb/types'
import { record } from 'rrweb-recorder'
import { createMasker, type Masker } from '../../extension/page/masking/create-masker.ts'
import { compileRules } from '../../extension/page/masking/rules.ts'
import { burst, makePage } from './make-page.ts'

/** Runs in the page, once a page, as it is for a visitor: see run.mjs. */

/** Times in ms: of all that rrweb and the masks do, and of the masks' second layer alone. */
export interface Cost {
  total: number
  sanitizer: number
}
export type Variant = 'plain' | 'standard' | 'strict'

declare global {
  interface Window {
    measure(variant: Variant): Promise<{ nodes: number; snapshot: Cost; burst: Cost }>
  }
}

window.measure = async (variant) => {
  makePage()
  const masker = variant === 'plain' ? null : newMasker(variant)
  let sanitizer = 0
  const began = performance.now()
  record({
    ...masker?.recordOptions,
    emit(event: eventWithTime) {
      if (!masker) return
      const before = performance.now()
      masker.event(event)
      sanitizer += performance.now() - before
    },
    slimDOMOptions: { script: true, comment: true },
  })
  const snapshot = { total: performance.now() - began, sanitizer }
  const nodes = countNodes()
  await new Promise((done) => setTimeout(done, 50))
  sanitizer = 0
  const total = await timeOfObservers(burst)
  return { nodes, snapshot, burst: { total, sanitizer } }
}

const newMasker = (level: 'standard' | 'strict'): Masker =>
  createMasker(
    compileRules({
      level,
      maskEmails: true,
      recordBodies: true,
      maskSelectors: [],
      blockSelectors: [],
      unmaskSelectors: [],
      maskPatterns: [],
    }).rules,
    { getNode: (id) => record.mirror.getNode(id), getId: (node) => record.mirror.getId(node) },
  )

/** Observers are called in the order of their making: rrweb's work lies between the mutations and ours. */
function timeOfObservers(mutate: () => void): Promise<number> {
  return new Promise((done) => {
    let began = 0
    const last = new MutationObserver(() => {
      last.disconnect()
      done(performance.now() - began)
    })
    last.observe(document, { subtree: true, childList: true, characterData: true, attributes: true })
    mutate()
    began = performance.now()
  })
}

function countNodes(): number {
  const walker = document.createTreeWalker(document)
  let count = 1
  while (walker.nextNode()) count++
  return count
}
