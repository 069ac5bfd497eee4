import { secret } from './tokens.ts'
import { at, click, field, masked, on, type, type Vector } from './vector.ts'

/** A password field whose value is typed before `code` turns it into something else. `e` is the field. */
function afterTyping(id: string, code: (token: string) => string, attributes = ''): Vector {
  const f = field()
  return masked(
    `passwords/${id}`,
    secret(),
    `<form class="login"><div><input type="password" data-f="${f}" ${attributes}></div></form>`,
    (t) => [type(at(f), t), on(f, code(t))],
    6,
  )
}

/** A field that was ever a password stays masked: revealed, cloned, made anew. */
export function passwordVectors(): Vector[] {
  const [shown, button, later, reveal] = Array.from({ length: 4 }, field)
  return [
    afterTyping('revealed', () => `e.type = 'text'`),
    afterTyping(
      'revealed-then-edited',
      (t) => `e.type = 'text'; await frame(); e.value = ''; e.value = '${t}'`,
    ),
    afterTyping(
      'revealed-attribute',
      (t) => `e.setAttribute('type', 'text'); await frame(); e.setAttribute('value', '${t}')`,
    ),
    afterTyping('revealed-as-tel', (t) => `e.type = 'tel'; await frame(); e.value = 'x${t}'`),
    afterTyping(
      'revealed-without-type',
      (t) => `e.removeAttribute('type'); await frame(); e.value = '${t}!'`,
    ),
    afterTyping(
      'hidden-and-revealed',
      (t) =>
        `e.type = 'text'; await frame(); e.type = 'password'; await frame(); e.type = 'text'; e.value = '${t}2'`,
    ),
    afterTyping('cloned', () => `const c = e.cloneNode(true); c.type = 'text'; e.after(c)`),
    afterTyping(
      'cloned-value-set',
      (t) => `const c = e.cloneNode(); c.type = 'text'; e.replaceWith(c); await frame(); c.value = '${t}'`,
      'name="k1"',
    ),
    afterTyping(
      'replaced-same-name',
      (t) => `const c = document.createElement('input'); c.name = 'k2'; c.value = '${t}'; e.replaceWith(c)`,
      'name="k2"',
    ),
    afterTyping(
      'replaced-same-id',
      (t) => `const c = document.createElement('input'); c.id = 'k3'; c.value = '${t}'; e.replaceWith(c)`,
      'id="k3"',
    ),
    afterTyping(
      'replaced-nameless',
      (t) =>
        `const c = document.createElement('input'); c.setAttribute('value', '${t}'); e.replaceWith(c); await frame(); c.value = '${t}'`,
    ),
    afterTyping(
      're-rendered-form',
      (t) => `const form = e.form; form.innerHTML = '<div><input type="text" name="k4" value="${t}"></div>'`,
      'name="k4"',
    ),
    afterTyping(
      're-rendered-nameless-form',
      (t) =>
        `const form = e.form; form.innerHTML = '<div><input class="pw-look" placeholder="enter" value="${t}"></div>'`,
      'class="pw-look" placeholder="enter"',
    ),
    afterTyping('moved', () => `e.type = 'text'; document.body.append(e)`),
    afterTyping(
      'moved-to-shadow',
      () =>
        `const h = document.createElement('div'); document.body.append(h); e.type = 'text'; h.attachShadow({ mode: 'open' }).append(e)`,
    ),
    afterTyping(
      'detached-and-back',
      (t) => `e.remove(); await frame(); e.type = 'text'; e.value = '${t}'; document.body.append(e)`,
    ),
    afterTyping(
      'form-restored',
      (t) =>
        `const form = e.form; const html = form.innerHTML; form.textContent = ''; await frame(); form.innerHTML = html.replace('password', 'text'); await frame(); form.querySelector('input').value = '${t}'`,
      'name="k5"',
    ),
    afterTyping(
      'echo-in-text',
      (t) =>
        `const p = document.createElement('p'); p.textContent = 'You typed ${t}.'; document.body.append(p)`,
    ),
    afterTyping('echo-in-attribute', (t) => `document.body.setAttribute('data-last', '${t}')`),
    afterTyping('echo-in-title', (t) => `document.title = 'Hello ${t}'`),
    afterTyping('echo-in-console', (t) => `console.log('signing in with', '${t}', { secondTry: '${t}' })`),
    afterTyping('echo-in-url', (t) => `history.replaceState(null, '', '?q=${t}')`),
    afterTyping(
      'echo-in-other-input',
      (t) =>
        `const c = document.createElement('input'); c.name = 'other'; document.body.append(c); await frame(); c.value = '${t}'`,
    ),
    masked(
      'passwords/reveal-button',
      secret(),
      `<div><input type="password" data-f="${shown}"><button type="button" data-f="${button}" onclick="this.previousSibling.type='text'">Show</button></div>`,
      (t) => [type(at(shown!), t), click(at(button!)), type(at(shown!), 'abc')],
      6,
    ),
    masked(
      'passwords/becomes-one-later',
      secret(),
      `<input data-f="${later}">`,
      (t) => [on(later!, `e.type = 'password'`), type(at(later!), t), on(later!, `e.type = 'text'`)],
      6,
    ),
    masked(
      'passwords/revealed-in-one-task',
      secret(),
      `<input type="password" data-f="${reveal}">`,
      (t) => [
        on(
          reveal!,
          `e.value = '${t}'; e.type = 'text'; e.dispatchEvent(new Event('input', { bubbles: true }))`,
        ),
      ],
      6,
    ),
  ]
}
