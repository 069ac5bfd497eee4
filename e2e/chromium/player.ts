import type { Frame, FrameLocator, Locator, Page } from '@playwright/test'

/** The parts of a player, on a share page or in the panel. */
export interface PlayerParts {
  /** The replayed page. */
  replay: FrameLocator
  play: Locator
  pause: Locator
  timeline: Locator
  pane(name: 'Console' | 'Network' | 'Errors' | 'Steps' | 'Frustration' | 'Details'): Locator
}

export function playerIn(page: Page | Frame): PlayerParts {
  return {
    replay: page.locator('iframe').first().contentFrame(),
    play: page.getByRole('button', { name: /^Play( again)?$/ }),
    pause: page.getByRole('button', { name: 'Pause' }),
    timeline: page.getByRole('slider', { name: 'Timeline' }),
    pane: (name) => page.getByRole('tab', { name: new RegExp(`^${name}`) }),
  }
}
