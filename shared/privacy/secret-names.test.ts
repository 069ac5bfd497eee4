import { describe, expect, it } from 'vitest'
import { isSecretName, mayNameSecret, wordsOf } from './secret-names.ts'

describe('isSecretName', () => {
  it.each([
    'password',
    'Password',
    'PASSWORD',
    'newPassword',
    'user_password',
    'passwd',
    'pwd',
    'token',
    'access_token',
    'accessToken',
    'ACCESS_TOKEN',
    'refresh-token',
    'idToken',
    'authToken',
    'csrfToken',
    'X-CSRF-Token',
    'xsrf',
    'Authorization',
    'authorization',
    'Proxy-Authorization',
    'cookie',
    'Cookie',
    'Set-Cookie',
    'apiKey',
    'api_key',
    'apikey',
    'X-Api-Key',
    'x-API-KEY',
    'secret',
    'clientSecret',
    'client_secret',
    'privateKey',
    'PHPSESSID',
    'JSESSIONID',
    'sessionId',
    'session_id',
    'sid',
    'connect.sid',
    'otp',
    'pin',
    'cvv',
    'cvc',
    'ssn',
    'jwt',
    'bearer',
    'credentials',
    'X-Amz-Signature',
    'X-Amz-Credential',
    'X-Amz-Security-Token',
    'sig',
    'SAMLResponse',
    'code_verifier',
    'cardNumber',
    'iban',
    'token2',
  ])('says yes to %s', (name) => {
    expect(isSecretName(name)).toBe(true)
  })

  it.each([
    'author',
    'authority',
    'tokens',
    'tokenCount',
    'tokenType',
    'passwordStrength',
    'cookieConsent',
    'token_expires_at',
    'maxTokens',
    'keyboard',
    'key',
    'monkey',
    'passenger',
    'compass',
    'bypass',
    'passage',
    'secretary',
    'spin',
    'spinning',
    'opinion',
    'pinned',
    'side',
    'inside',

    'session',
    'name',
    'id',
    'userId',
    'design',
    'signal',
    'panel',
    'company',
    'discard',
    'otpauthless',
    'constructor',
    '__proto__',
    'toString',
  ])('says no to %s', (name) => {
    expect(isSecretName(name)).toBe(false)
  })
})

describe('mayNameSecret', () => {
  it('is for names that often hold one', () => {
    expect(['code', 'state', 'nonce', 'ticket', 'inviteCode'].every(mayNameSecret)).toBe(true)
    expect(['colour', 'page', 'sort', 'encode', 'barcodes'].some(mayNameSecret)).toBe(false)
  })
})

describe('wordsOf', () => {
  it.each([
    ['newPassword', '_new_password_'],
    ['payment[cvc]', '_payment_cvc_'],
    ['MM / YY', '_mm_yy_'],
    ['Numéro de carte', '_numéro_de_carte_'],
    ['X-API-Key', '_x_api_key_'],
    ['', '_'],
    ['---', '_'],
  ])('splits %s', (name, words) => {
    expect(wordsOf(name)).toBe(words)
  })
})
