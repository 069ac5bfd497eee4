// @vitest-environment happy-dom
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { MaskingRules } from '../../../shared/protocol/site-settings.ts'
import type { StepPayload } from '../../../shared/session/events.ts'
import { maskerOf } from '../masking/testing.ts'
import { trackSteps, type StepTracker } from './track-steps.ts'

// happy-dom's window takes listeners only by its own methods, and its events are never trusted.
const untrusted = vi.hoisted(() => ({ events: new WeakSet<Event>() }))
vi.mock('../natives.ts', async (original) => ({
  ...(await original<object>()),
  isTrusted: (event: Event) => !untrusted.events.has(event),
  listen(
    target: EventTarget,
    type: string,
    listener: (event: Event) => void,
    options?: AddEventListenerOptions,
  ) {
    target.addEventListener(type, listener, options)
    return () => target.removeEventListener(type, listener, options)
  },
  startTimer: (run: () => void, delayMs: number) => setTimeout(run, delayMs),
  stopTimer: (timer: ReturnType<typeof setTimeout>) => clearTimeout(timer),
  now: () => Date.now(),
}))

let steps: StepPayload[]
let tracker: StepTracker | null = null

function start(html: string, rules: Partial<MaskingRules> = {}): void {
  document.body.innerHTML = html
  tracker?.stop()
  steps = []
  tracker = trackSteps({ masker: maskerOf(rules), getId: () => 7, tell: (step) => steps.push(step) })
  steps = [] // The page that it starts on.
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => {
  tracker?.stop()
  tracker = null
  vi.useRealTimers()
})

const find = (selector: string) => document.querySelector<HTMLElement>(selector)!
const fire = (element: Element, event: Event) => element.dispatchEvent(event)
function click(selector: string, detail = 1): void {
  vi.advanceTimersByTime(100)
  fire(find(selector), new MouseEvent('click', { bubbles: true, composed: true, detail }))
}
function type(selector: string, text: string): void {
  const field = find(selector)
  for (let length = 1; length <= text.length; length++) {
    if (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)
      field.value = text.slice(0, length)
    else field.textContent = text.slice(0, length)
    vi.advanceTimersByTime(50)
    fire(field, new InputEvent('input', { bubbles: true, composed: true }))
  }
}
const press = (selector: string, key: string, init: KeyboardEventInit = {}) =>
  fire(find(selector), new KeyboardEvent('keydown', { key, bubbles: true, composed: true, ...init }))
const told = () => {
  tracker!.flush()
  return steps.map(({ sentence }) => sentence)
}

describe('what the user did, in words', () => {
  it('a click, with what it was meant for as data', () => {
    start('<button data-testid="pay"><b>Pay</b> now</button>')
    click('b')
    expect(told()).toEqual(['Clicks button "Pay now"'])
    expect(steps[0]).toEqual({
      kind: 'click',
      target: { selector: '[data-testid="pay"]', role: 'button', name: 'Pay now', testId: 'pay', nodeId: 7 },
      value: null,
      count: 1,
      sentence: 'Clicks button "Pay now"',
    })
  })

  it('two quick clicks are one double click, more are counted, slow ones are clicks', () => {
    start('<button>+</button>')
    click('button', 1)
    click('button', 2)
    vi.advanceTimersByTime(1_000)
    for (const detail of [1, 2, 3]) click('button', detail)
    vi.advanceTimersByTime(1_000)
    click('button')
    vi.advanceTimersByTime(1_000)
    click('button')
    expect(told()).toEqual([
      'Double-clicks button "+"',
      'Clicks button "+" 3 times',
      'Clicks button "+"',
      'Clicks button "+"',
    ])
  })

  it('typing into a field is one step, without the click into it', () => {
    start('<label>Name <input></label><label>Town <input class="town"></label>')
    click('input')
    type('input', 'Ada')
    click('.town')
    type('.town', 'Rome')
    type('.town', '')
    find('.town').setAttribute('value', '')
    expect(told()).toEqual(['Types "Ada" into field "Name"', 'Types "Rome" into field "Town"'])
    expect(steps.map(({ value }) => value)).toEqual(['Ada', 'Rome'])
  })

  it('a text is told when nobody types any more', () => {
    start('<input aria-label="Name">')
    type('input', 'Ada')
    expect(steps).toEqual([])
    vi.advanceTimersByTime(4_000)
    expect(steps).toHaveLength(1)
  })

  it('choices take the place of the clicks that made them', () => {
    start(
      '<label><input type="checkbox"> Gift</label><select aria-label="Size"><option>S</option><option>XL</option></select>',
    )
    click('label')
    click('select')
    ;(find('select') as HTMLSelectElement).value = 'XL'
    fire(find('select'), new InputEvent('input', { bubbles: true, composed: true }))
    expect(told()).toEqual(['Checks checkbox "Gift"', 'Chooses "XL" in list "Size"'])
    expect(steps.map(({ value }) => value)).toEqual(['on', 'XL'])
  })

  it('keys that do something, never characters', () => {
    start('<input aria-label="Find"><div tabindex="0" role="listbox" aria-label="Hits"></div>')
    for (const key of ['h', 'i', 'Backspace', 'ArrowLeft', 'Shift', 'Enter']) press('input', key)
    for (const key of ['j', '4', 'ArrowDown', 'ArrowDown', ' ']) press('div', key)
    press('div', 'k', { ctrlKey: true })
    press('div', 'ł', { altKey: true })
    press('div', '@', { altKey: true, ctrlKey: true })
    press('body', 'Escape')
    expect(told()).toEqual([
      'Presses Enter in field "Find"',
      'Presses ArrowDown 2 times in list "Hits"',
      'Presses Space in list "Hits"',
      'Presses Control+k in list "Hits"',
      'Presses Escape',
    ])
  })

  it('a key on a button is not a click as well', () => {
    start('<button>Pay</button>')
    press('button', 'Enter')
    click('button', 0)
    expect(told()).toEqual(['Presses Enter in button "Pay"'])
  })

  it('a submitted form, other buttons, an editor', () => {
    start('<form aria-label="Checkout"><div contenteditable aria-label="Note" role="textbox"></div></form>')
    type('div', 'Ring twice')
    fire(find('form'), new MouseEvent('contextmenu', { bubbles: true, composed: true }))
    fire(find('form'), new Event('submit', { bubbles: true }))
    expect(told()).toEqual([
      'Types "Ring twice" into field "Note"',
      'Right-clicks form "Checkout"',
      'Submits form "Checkout"',
    ])
  })

  it('what the page’s code does is no step', () => {
    start('<button>Pay</button>')
    const event = new MouseEvent('click', { bubbles: true })
    untrusted.events.add(event)
    fire(find('button'), event)
    expect(told()).toEqual([])
  })

  it('what is inside open shadow roots', () => {
    start('<x-card id="card"></x-card>')
    const root = find('x-card').attachShadow({ mode: 'open' })
    root.innerHTML = '<button>Buy</button>'
    fire(root.querySelector('button')!, new MouseEvent('click', { bubbles: true, composed: true, detail: 1 }))
    expect(told()).toEqual(['Clicks button "Buy"'])
    expect(steps[0]!.target!.selector).toBe('#card >>> button:nth-of-type(1)')
  })

  it('scrolling of the user, not of the page, once', () => {
    start('<div aria-label="Hits" role="listbox"></div>')
    const list = find('div')
    const scrollTo = (top: number) => {
      list.scrollTop = top
      vi.advanceTimersByTime(20)
      fire(list, new Event('scroll'))
    }
    scrollTo(500)
    vi.advanceTimersByTime(1_000)
    fire(list, new WheelEvent('wheel', { bubbles: true }))
    for (const top of [510, 560, 640, 900]) scrollTo(top)
    vi.advanceTimersByTime(1_000)
    fire(list, new WheelEvent('wheel', { bubbles: true }))
    for (const top of [700, 100]) scrollTo(top)
    expect(told()).toEqual(['Scrolls down in list "Hits"', 'Scrolls up in list "Hits"'])
    expect(steps[0]!.value).toBe('0,900')
  })
})

describe('what no step tells', () => {
  it('passwords, also when they are shown, and their length in a private area', () => {
    start(
      '<input type="password" aria-label="Password"><div data-private><input class="in" aria-label="Anna"></div>',
    )
    type('input', 'hunter22')
    find('input').setAttribute('type', 'text')
    type('input', 'hunter22')
    type('.in', 'secret')
    tracker!.flush()
    expect(steps.map(({ value }) => value)).toEqual(['********', null])
    expect(JSON.stringify(steps)).not.toMatch(/hunt|secret|Anna/)
  })

  it('a value in strict, whether a private box is checked', () => {
    start('<input aria-label="Name"><p data-private><input type="checkbox" class="box"></p>', {
      level: 'strict',
    })
    type('input', 'Ada')
    fire(find('.box'), new InputEvent('input', { bubbles: true }))
    expect(told()).toEqual([
      'Types something into field "****"',
      'Changes checkbox body > p:nth-of-type(1) > input:nth-of-type(1)',
    ])
  })

  it('nothing secret, whatever it is typed into, says or is called', () => {
    const secret = fc.constantFrom(
      '4242 4242 4242 4242',
      'anna@example.com',
      '536-22-1234',
      '4242424242424242',
    )
    const place = fc.constantFrom(
      (s: string) => `<button class="t">Use ${s}</button>`,
      (s: string) => `<button class="t" aria-label="${s}"></button>`,
      (s: string) => `<button class="t" title="${s}"></button>`,
      (s: string) => `<button class="t" id="${s}" data-testid="${s}"></button>`,
      (s: string) => `<p class="t">${s}</p>`,
      (s: string) => `<label for="q">${s}</label><input class="t" id="q">`,
      (s: string) => `<input class="t" placeholder="${s}">`,
      (s: string) =>
        `<p id="w"><b>${s.slice(0, 7)}</b><b>${s.slice(7)}</b></p><a href="#" class="t" aria-labelledby="w">x</a>`,
      (s: string) => `<label>Pay <input value="${s}"><input type="checkbox" class="t"></label>`,
      (s: string) => `<select class="t" aria-label="x"><option selected>${s}</option></select>`,
      (s: string) => `<div class="t" contenteditable>${s}</div>`,
      (s: string) => `<form class="t" name="${s}"></form>`,
      (s: string) => `<div class="t" role="${s}">x</div>`,
    )
    const act = fc.constantFrom('click', 'dblclick', 'input', 'submit', 'contextmenu', 'typed')
    fc.assert(
      fc.property(secret, place, fc.array(act, { minLength: 1, maxLength: 4 }), (text, html, acts) => {
        start(html(text))
        for (const name of acts) {
          if (name === 'click') click('.t')
          else if (name === 'dblclick') [1, 2].forEach((detail) => click('.t', detail))
          else if (name === 'typed') type('.t', text)
          else fire(find('.t'), new Event(name, { bubbles: true, composed: true }))
        }
        const output = told().join() + JSON.stringify(steps)
        for (const part of text.match(/[a-z]{4,}|\d{4,}/g)!) expect(output).not.toContain(part)
      }),
      { numRuns: 300 },
    )
  })
})

it('a page that breaks its own DOM gets worse steps, and no error', () => {
  start(
    '<form class="t"><input name="parentNode"><input name="attributes"><button name="getAttribute">Go</button></form>',
  )
  const broken = ['matches', 'closest', 'querySelectorAll', 'getRootNode'] as const
  const kept = broken.map((name) => Element.prototype[name as 'matches'])
  try {
    for (const name of broken)
      Object.defineProperty(Element.prototype, name, {
        configurable: true,
        value: () => {
          throw new Error('of the page')
        },
      })
    click('button')
    expect(told()[0]).toBe('Clicks button "Go"')
  } finally {
    broken.forEach((name, i) =>
      Object.defineProperty(Element.prototype, name, { configurable: true, writable: true, value: kept[i] }),
    )
  }
})
