import { expect, it } from 'vitest'
import { stripOwnFrames } from './stack.ts'

it('leaves out the frames of the recorder, in the form of either engine', () => {
  const v8 = `Error
    at callerStack (chrome-extension://abc/extension/page/main.iife.js:1:10)
    at Object.apply (chrome-extension://abc/extension/page/main.iife.js:1:20)
    at pay (https://shop.example/checkout.js:27:29)`
  expect(stripOwnFrames(v8)).toBe('    at pay (https://shop.example/checkout.js:27:29)')
  const spiderMonkey = `callerStack@<anonymous code>:89:31
apply@<anonymous code>:90:2
pay@https://shop.example/checkout.js:27:29
`
  expect(stripOwnFrames(spiderMonkey)).toBe('pay@https://shop.example/checkout.js:27:29')
})

it('gives null when nothing is left', () => {
  expect(stripOwnFrames('Error\n    at x (moz-extension://abc/main.js:1:1)')).toBeNull()
  expect(stripOwnFrames(undefined)).toBeNull()
})
