import { describe, expect, it } from 'vitest'
import { checkConsent } from './check-consent.ts'

const check = (cookie: string, storageKey = '') => checkConsent({ cookie, storageKey, event: false })

describe('checkConsent', () => {
  it.each(['', 'replay', ' consent = replay ', 'CookieConsent=statistics:true', 'a=b=c'])(
    'takes %j',
    (rule) => {
      expect(check(rule, rule)).toEqual({ cookie: null, storageKey: null })
    },
  )

  it.each(['=yes', 'replay=', 'replay=  '])('refuses %j for both', (rule) => {
    const { cookie, storageKey } = check(rule, rule)
    expect(cookie).toContain('equals sign')
    expect(storageKey).toBe(cookie)
  })

  it.each(['my cookie', 'a;b', 'a,b=1', '"a"'])(
    'refuses %j for a cookie, whose name cannot be such',
    (rule) => {
      expect(check(rule, rule)).toEqual({
        cookie: expect.stringContaining('cannot be the name of a cookie') as string,
        storageKey: null,
      })
    },
  )
})
