/** The tokens that the timeline is painted with. */
const TOKENS = {
  text: '--fg-muted',
  band: '--bg-sunken',
  bandOther: '--bg-hover',
  line: '--line',
  user: '--accent',
  page: '--line-strong',
  warn: '--warn',
  warnFill: '--warn-bg',
  background: '--bg',
  click: '--marker-click',
  error: '--marker-error',
  frustration: '--marker-frustration',
  network: '--marker-network',
} as const

export type Colours = Record<keyof typeof TOKENS, string>

/** The tokens as colours that a canvas understands, for the theme that `element` has now. */
export function readColours(element: HTMLElement): Colours {
  const probe = document.createElement('span')
  element.append(probe)
  const style = getComputedStyle(probe)
  const colours = Object.fromEntries(
    Object.entries(TOKENS).map(([name, token]) => {
      probe.style.color = `var(${token})`
      return [name, style.color]
    }),
  )
  probe.remove()
  return colours as Colours
}

/** Calls `onChange` when the theme changes, until the returned function is called. */
export function watchTheme(onChange: () => void): () => void {
  const dark = matchMedia('(prefers-color-scheme: dark)')
  dark.addEventListener('change', onChange)
  const observer = new MutationObserver(onChange)
  observer.observe(document.documentElement, { attributeFilter: ['data-theme'] })
  return () => {
    dark.removeEventListener('change', onChange)
    observer.disconnect()
  }
}
