import { SPEEDS, type Speed } from './clock.ts'
import type { PlayerState } from './player.svelte.ts'

/** Left and right move by so much, ms. */
const STEP_MS = 5000

export interface KeyCommand {
  /** As they are shown. */
  keys: string[]
  does: string
}

/** The keys, as the list of them shows them. */
export const KEY_LIST: readonly KeyCommand[] = [
  { keys: ['Space'], does: 'Play or pause' },
  { keys: ['←', '→'], does: 'Back or forward 5 seconds' },
  { keys: [',', '.'], does: 'Previous or next marker' },
  { keys: ['1', '2', '4', '8'], does: 'Speed' },
  { keys: ['F'], does: 'Full screen' },
  { keys: ['Home', 'End'], does: 'On the timeline: to the beginning or the end' },
  { keys: ['+', '-', '0'], does: 'Timeline: closer, farther, all of it' },
  { keys: ['[', ']'], does: 'Timeline: a range begins or ends here' },
  { keys: ['↑', '↓', 'Enter'], does: 'In a list: choose a row, go to its moment' },
  { keys: ['?'], does: 'This list' },
]

/** What a key does besides what the player's state can do itself. */
export interface KeyActions {
  toggleFullscreen(): void
  showKeys(): void
}

/** Does what a key stands for. @returns whether it stands for anything */
export function handleKey(event: KeyboardEvent, player: PlayerState, actions: KeyActions): boolean {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return false
  if (isTyping(event.target) || (event.key === ' ' && isPressable(event.target))) return false
  const speed = SPEEDS.find((candidate) => String(candidate) === event.key)
  if (speed !== undefined) {
    setSpeed(player, speed)
    return true
  }
  switch (event.key) {
    case ' ':
      player.toggle()
      break
    case 'ArrowLeft':
      player.seekBy(-STEP_MS)
      break
    case 'ArrowRight':
      player.seekBy(STEP_MS)
      break
    case ',':
      player.jump('previous')
      break
    case '.':
      player.jump('next')
      break
    case 'f':
    case 'F':
      actions.toggleFullscreen()
      break
    case '+':
    case '=':
      player.zoom.closer(player.timeMs)
      break
    case '-':
      player.zoom.farther(player.timeMs)
      break
    case '0':
      player.zoom.whole()
      break
    case '[':
      player.selectRange(player.timeMs, Math.max(player.range?.end ?? player.model.durationMs, player.timeMs))
      break
    case ']':
      player.selectRange(Math.min(player.range?.start ?? 0, player.timeMs), player.timeMs)
      break
    case '?':
      actions.showKeys()
      break
    default:
      return false
  }
  return true
}

function setSpeed(player: PlayerState, speed: Speed): void {
  player.speed = speed
}

const TEXT_FIELDS =
  'input:not([type=checkbox], [type=radio], [type=button]), textarea, select, [contenteditable]'

/** Whether keys belong to a field at the moment. */
function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(TEXT_FIELDS) !== null
}

/** Whether the space bar presses what has the focus. */
function isPressable(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('button, a[href], summary, [role=tab], input') !== null
}
