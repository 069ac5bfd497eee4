import { exec, indexOf } from './natives.ts'
import { findJwts } from './find-jwts.ts'
import { addRange, type Ranges } from './asterisks.ts'

/** Formats that say of themselves that they are secrets, as their makers publish them for secret scanners. */
const KEY_FORMATS: Record<string, string> = {
  'AWS access key': '(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}',
  'GitHub token': 'gh[pousr]_[A-Za-z0-9]{20,}|github_pat_\\w{20,}',
  'GitLab token': 'gl(?:pat|dt|rt|cbt|ptt|soat)-[\\w-]{16,}',
  'Slack token': 'xox[abceoprs]-[\\w-]{10,}|xapp-\\d-[\\w-]{10,}',
  'Stripe key': '(?:sk|rk)_(?:live|test)_[A-Za-z0-9]{10,}|whsec_[\\w+/=]{16,}',
  'Google key': 'AIza[\\w-]{35}|ya29\\.[\\w-]{20,}|GOCSPX-[\\w-]{20,}',
  'npm token': 'npm_[A-Za-z0-9]{36}',
  'SendGrid key': 'SG\\.[\\w-]{16,}\\.[\\w-]{16,}',
  'Shopify token': 'shp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}',
  'OpenAI or Anthropic key': 'sk-(?:ant|proj|svcacct|admin)[-\\w]{20,}|sk-[A-Za-z0-9]{20,}',
  'Hugging Face token': 'hf_[A-Za-z0-9]{30,}',
  'DigitalOcean token': 'do[opr]_v1_[a-f0-9]{64}',
  'PyPI token': 'pypi-[\\w-]{50,}',
  'Telegram bot token': '\\d{8,10}:AA[\\w-]{33}',
  'private key': '-----BEGIN [A-Z ]*PRIVATE KEY-----[^]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)',
}

/** `Bearer` and `Basic` with what looks like a credential behind: a digit, or a capital after a small letter. */
const AUTHORIZATION =
  /\b(?:[Bb]earer|BEARER|[Bb]asic|BASIC)\s+(?=\S*(?:\d|[a-z][A-Z]))([\w.~+/-]{12,}={0,2})/g

const KINDS = Object.keys(KEY_FORMATS)
const KEYS = new RegExp(KINDS.map((kind) => `(${KEY_FORMATS[kind]!})`).join('|'), 'g')

/** Finds JSON web tokens, private keys, and keys of well-known services. */
export function findKeys(text: string, found: Ranges): void {
  findJwts(text, found)
  KEYS.lastIndex = 0
  for (let match = exec(KEYS, text); match; match = exec(KEYS, text)) {
    addRange(found, match.index, match.index + match[0].length)
  }
  AUTHORIZATION.lastIndex = 0
  for (let match = exec(AUTHORIZATION, text); match; match = exec(AUTHORIZATION, text)) {
    const end = match.index + match[0].length
    addRange(found, end - match[1]!.length, end)
  }
}

/** What kind of key `key` is, which {@link findKeys} found. */
export function kindOfKey(key: string): string {
  if (indexOf(key, 'eyJ') === 0) return 'JSON web token'
  KEYS.lastIndex = 0
  const match = exec(KEYS, key)
  for (let i = 0; match && i < KINDS.length; i++) if (match[i + 1] !== undefined) return KINDS[i]!
  return 'authorization'
}
