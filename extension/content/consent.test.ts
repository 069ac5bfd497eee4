import { expect, test } from 'vitest'
import type { SiteConsent } from '../../shared/protocol/site-settings.ts'
import { hasConsent, saysYes, type ConsentSigns } from './consent.ts'

const NO_RULES: SiteConsent = { cookie: '', storageKey: '', event: false }
const NO_SIGNS: ConsentSigns = {
  globalPrivacyControl: false,
  meta: null,
  cookies: '',
  stored: () => null,
  said: null,
}

const cases: [string, Partial<SiteConsent>, Partial<ConsentSigns>, boolean][] = [
  ['nothing is asked for', {}, {}, true],
  ['Global Privacy Control', {}, { globalPrivacyControl: true }, false],
  [
    'Global Privacy Control, whatever a cookie says',
    { cookie: 'ok' },
    { globalPrivacyControl: true, cookies: 'ok=1' },
    false,
  ],
  ['a meta tag', {}, { meta: ' DENY ' }, false],
  ['a meta tag that does not deny', {}, { meta: 'allow' }, true],
  ['a cookie that is not there', { cookie: 'consent' }, { cookies: 'other=1' }, false],
  ['a cookie that says yes', { cookie: 'consent' }, { cookies: 'a=b; consent=Granted; c' }, true],
  ['a cookie that says no', { cookie: 'consent' }, { cookies: 'consent=denied' }, false],
  ['a cookie whose name only ends so', { cookie: 'consent' }, { cookies: 'noconsent=1' }, false],
  [
    'a group in a consent manager’s cookie',
    { cookie: 'Optanon=C0002:1' },
    { cookies: 'Optanon=groups%3DC0001%3A1%2CC0002%3A1' },
    true,
  ],
  [
    'a group that was declined',
    { cookie: 'Optanon=C0002:1' },
    { cookies: 'Optanon=C0001%3A1%2CC0002%3A0' },
    false,
  ],
  [
    'a group whose number begins alike',
    { cookie: 'Optanon=C0002:1' },
    { cookies: 'Optanon=C0002%3A10' },
    false,
  ],
  ['a cookie that cannot be decoded', { cookie: 'c=50%' }, { cookies: 'c=50%' }, true],
  ['a rule without a text', { cookie: 'c=' }, { cookies: 'c=' }, false],
  ['a key that is not stored', { storageKey: 'consent' }, {}, false],
  [
    'a key that says yes',
    { storageKey: 'consent' },
    { stored: (key) => (key === 'consent' ? 'true' : null) },
    true,
  ],
  ['a key of JSON', { storageKey: 'c="replay":true' }, { stored: () => '{"ads":false,"replay":true}' }, true],
  ['no event yet', { event: true }, {}, false],
  ['an event that allows', { event: true }, { said: true }, true],
  ['an event that withdraws', { event: true }, { said: false }, false],
  ['all that is named has to allow', { cookie: 'c', event: true }, { cookies: 'c=1', said: false }, false],
]
test.each(cases)('%s', (_name, rules, signs, allowed) => {
  expect(hasConsent({ ...NO_RULES, ...rules }, { ...NO_SIGNS, ...signs })).toBe(allowed)
})

test.each([
  [true, true],
  ['granted', true],
  [false, false],
  ['denied', false],
  [{ granted: true }, false],
  [null, false],
  [undefined, false],
])('an event with %j', (detail, yes) => {
  expect(saysYes(detail)).toBe(yes)
})
