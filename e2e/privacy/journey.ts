import type { Driver } from './drive-corpus.ts'
import { card, email, secret, word } from './vectors/tokens.ts'
import { masked, ordinary, type Vector } from './vectors/vector.ts'

/** What a recording meets between pages: addresses, titles, frames, the back/forward cache, a page that goes at once. */

const held: Vector[] = []
const keep = (vector: Vector): string => {
  held.push(vector)
  return vector.token
}
const hidden = (id: string, token: string, prefix?: number) =>
  keep(masked(`journey/${id}`, token, '', [], prefix))
const shown = (id: string) => keep(ordinary(`journey/${id}`, word(), ''))

const initialQuery = hidden('initial-query', secret())
const initialFragment = hidden('initial-fragment', secret())
const initialTitle = hidden('initial-title', email())
const initialWord = shown('initial-title-word')
const formGet = hidden('form-sent-by-get', secret())
const historyState = hidden('history-state', secret())
const framePassword = hidden('frame-password', secret(), 6)
const frameCard = hidden('frame-text', card(' '))
const frameAdded = hidden('frame-added', secret())
const written = hidden('document-written', card())
const writtenPassword = hidden('document-written-password', secret(), 6)
const writtenWord = shown('document-written-word')
const transition = hidden('view-transition', card('-'))
const login = hidden('kept-by-the-back-cache', secret(), 6)
const leaving = hidden('page-that-goes-at-once', secret(), 6)
const endAddress = hidden('address-it-goes-to', secret())

/** To be looked for beside those of the corpus. */
export const journeyVectors: readonly Vector[] = held

const page = (title: string, body: string) => `<head><title>${title}</title></head><body>${body}</body>`

export const journeyPages: Record<string, string> = {
  '/start': page(`${initialWord} of ${initialTitle}`, '<h1>Start</h1>'),
  '/form': page(
    'Form',
    `<form action="/next"><input type="password" name="password" data-f="j-form"><button data-f="j-send">Send</button></form>`,
  ),
  '/next': page('Next', `<h1>Next</h1><iframe src="/frame" width="300" height="100"></iframe>`),
  '/frame': page('Frame', `<input type="password"><p>${frameCard}</p><div data-private></div>`),
  '/login': page(
    'Login',
    `<input type="password" data-f="j-login"><p id="echo">-</p><script>
    addEventListener('pageshow', ({ persisted }) => {
      window.restored = persisted
      if (!persisted) return
      const field = document.querySelector('input')
      field.type = 'text'
      document.getElementById('echo').textContent = 'It was ' + field.value
    })</script>`,
  ),
  '/account': page('Account', '<h1>Account</h1>'),
  '/leave': page(
    'Leave',
    `<input type="password" data-f="j-leave"><script>
    document.querySelector('input').addEventListener('input', ({ target }) => {
      if (target.value.length === ${leaving.length}) location.assign('/end#id_token=${endAddress}')
    })</script>`,
  ),
  '/end': page('End', '<h1 data-f="j-end">End</h1>'),
}

/** The page on which recording begins. */
export const startPath = `/start?session_token=${initialQuery}#access_token=${initialFragment}`

interface JourneyDriver extends Driver {
  goto(url: string): Promise<unknown>
  /** Waits until the page's own script `probe` gives true, over navigations. */
  until(probe: string): Promise<void>
}

/** Goes over all pages of the journey. Gives whether the browser showed the login page from its back/forward cache. */
export async function driveJourney(driver: JourneyDriver, url: string): Promise<{ restored: boolean }> {
  const on = (path: string) =>
    driver.until(`location.pathname === '${path}' && document.readyState === 'complete'`)
  await driver.goto(`${url}/form`)
  await driver.type('[data-f=j-form]', formGet)
  await driver.click('[data-f=j-send]')
  await on('/next')
  await driver.run(NEXT)
  await driver.until(`document.querySelector('h1')?.textContent === '${writtenWord}'`)

  await driver.goto(`${url}/login`)
  await driver.type('[data-f=j-login]', login)
  // Nothing but keys up to here: a remote control's script in a page keeps Firefox from keeping it.
  await driver.goto(`${url}/account`)
  await driver.run('void setTimeout(() => history.back())')
  await driver.until(`location.pathname === '/login' && window.restored !== undefined`)
  const restored = (await driver.run('window.restored')) === true

  await driver.goto(`${url}/leave`)
  await driver.type('[data-f=j-leave]', leaving)
  await on('/end')
  return { restored }
}

/** The page's code on the page with a frame; at its end it writes a document of its own in place of this one. */
const NEXT = `(async () => {
  const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))
  history.pushState({ token: '${historyState}' }, '', '/next/state')
  const inner = document.querySelector('iframe').contentDocument
  const field = inner.querySelector('input')
  for (const key of '${framePassword}') {
    field.value += key
    field.dispatchEvent(new Event('input', { bubbles: true }))
  }
  inner.querySelector('div').textContent = '${frameAdded}'
  await frame()
  field.type = 'text'
  const change = () => document.body.append('${transition}')
  if (document.startViewTransition) await document.startViewTransition(change).updateCallbackDone
  else change()
  await frame()
  document.open()
  document.write('<title>Written</title><h1>${writtenWord}</h1><p>${written}</p><input type="password">')
  document.close()
  await frame()
  const late = document.querySelector('input')
  late.value = '${writtenPassword}'
  late.dispatchEvent(new Event('input', { bubbles: true }))
  await frame()
})()`
