/** Follows the theme of the DevTools window; as a page of its own, the panel follows the system. */
export function followDevToolsTheme(root: HTMLElement = document.documentElement): void {
  const panels = devToolsPanels()
  if (!panels) return
  const apply = (name: string) => {
    root.dataset['theme'] = name === 'dark' ? 'dark' : 'light'
  }
  apply(panels.themeName)
  if (panels.setThemeChangeHandler) panels.setThemeChangeHandler(apply)
  else panels.onThemeChanged?.addListener(apply)
}

/** Chrome has the one way to hear of changes, Firefox the other. */
interface DevToolsPanels {
  themeName: string
  setThemeChangeHandler?: (onChange: (name: string) => void) => void
  onThemeChanged?: { addListener: (onChange: (name: string) => void) => void }
}

function devToolsPanels(): DevToolsPanels | undefined {
  const api = (globalThis as { chrome?: { devtools?: { panels?: DevToolsPanels } } }).chrome
  return api?.devtools?.panels
}
