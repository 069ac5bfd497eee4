import { createHash } from 'node:crypto'
import { pagePolicy } from '../http/security.ts'

const STYLE = `
  :root { color-scheme: light dark; --bg: light-dark(#f6f7f9, #1d1f25); --card: light-dark(#fff, #26292f);
    --line: light-dark(#d9dce3, #3a3e48); --fg: light-dark(#1b1e26, #e8eaef); --muted: light-dark(#565d6d, #a5abb9);
    --accent: light-dark(#4149d8, #8f96ff); --on-accent: light-dark(#fff, #14162b) }
  * { box-sizing: border-box }
  body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 24px; background: var(--bg);
    color: var(--fg); font: 15px/1.55 system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif }
  main { width: 100%; max-width: 480px; background: var(--card); border: 1px solid var(--line); border-radius: 12px;
    padding: 32px }
  h1 { margin: 0 0 8px; font-size: 22px; line-height: 1.25; letter-spacing: -0.01em; text-wrap: balance }
  p { margin: 0; color: var(--muted) }
  ol { list-style: none; counter-reset: step; margin: 24px 0; padding: 0; display: grid; gap: 16px }
  li { counter-increment: step; display: grid; grid-template-columns: 28px 1fr; gap: 12px }
  li::before { content: counter(step); width: 28px; height: 28px; border-radius: 50%; display: grid; place-items: center;
    background: var(--accent); color: var(--on-accent); font-weight: 600; font-size: 14px }
  li strong { display: block }
  li span { color: var(--muted) }
  footer { border-top: 1px solid var(--line); padding-top: 16px; font-size: 13px; color: var(--muted) }
`

/** The page that a connect link opens. It needs no script: the extension reads the code out of the tab's address. */
export const CONNECT_PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="robots" content="noindex">
    <title>Connect QA Replay</title>
    <style>${STYLE}</style>
  </head>
  <body>
    <main>
      <h1>Click the QA Replay toolbar button on this page</h1>
      <p>It connects the extension in this browser to this server.</p>
      <ol>
        <li><div><strong>Open the toolbar menu</strong>
          <span>QA Replay is in the browser’s toolbar, or behind its extensions button (the puzzle piece).</span></div></li>
        <li><div><strong>Press Connect</strong>
          <span>The extension takes this page’s one-time code and gets a key of its own.</span></div></li>
        <li><div><strong>Record, stop, share</strong>
          <span>Sessions that you share are kept on this server; all others stay in your browser.</span></div></li>
      </ol>
      <footer>The code in this page’s address works once, for 15 minutes. If it has expired, restart the server, or ask its
        administrator for a new link.</footer>
    </main>
  </body>
</html>
`

export const CONNECT_PAGE_POLICY = pagePolicy({
  'style-src': `'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
})
