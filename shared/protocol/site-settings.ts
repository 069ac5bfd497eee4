import Type from 'typebox'
import { Check } from 'typebox/value'
import { MASKING_LEVELS, type MaskingLevel } from '../session/metadata.ts'

/** What is masked on a site: the level, and rules of the site's own. Selectors are CSS, patterns are JavaScript's. */
export interface MaskingRules {
  level: MaskingLevel
  /** Whether email addresses and email fields are masked. */
  maskEmails: boolean
  /** Whether the bodies of requests and the messages of sockets are recorded, masked. */
  recordBodies: boolean
  /** Text and inputs in these are masked. */
  maskSelectors: string[]
  /** These are not recorded; a placeholder of the same size stands for them. */
  blockSelectors: string[]
  /** These are shown where `maskSelectors`, *strict* or a field's name would mask them. Never lifts what is secret by form. */
  unmaskSelectors: string[]
  /** Text that matches is masked. */
  maskPatterns: string[]
}

/** The rules of one document, which may be of two sites. */
export interface DocumentRules extends MaskingRules {
  /** Those of `maskSelectors` that `unmaskSelectors` do not lift: the site where the recording began has them. */
  firmMaskSelectors?: string[]
}

/** `manual`: recorded when somebody clicks. `all`: every visit is. */
export const SITE_MODES = ['manual', 'all'] as const
export type SiteMode = (typeof SITE_MODES)[number]

/** What stands for a visitor's consent on a site; empty texts stand for nothing. What is named has to allow, each. */
export interface SiteConsent {
  /** A cookie: `name`, whose value then has to say yes, or `name=text`, which has to be in its value as a whole word. */
  cookie: string
  /** A key of localStorage, in the same form. */
  storageKey: string
  /** Whether the page says so: `document.dispatchEvent(new CustomEvent('qa-replay:consent', { detail: true }))`. */
  event: boolean
}

/** The settings of a site, which is an origin such as `https://shop.example`. */
export interface SiteSettings extends MaskingRules {
  mode: SiteMode
  consent: SiteConsent
}

/** The lists of rules of a site's own. */
export const RULE_LISTS = ['maskSelectors', 'blockSelectors', 'unmaskSelectors', 'maskPatterns'] as const
export type RuleList = (typeof RULE_LISTS)[number]

/** Each selector is asked about every element, each pattern about every text: more would slow the page down. */
export const MAX_RULES: Readonly<Record<RuleList, number>> = {
  maskSelectors: 200,
  blockSelectors: 200,
  unmaskSelectors: 200,
  maskPatterns: 50,
}
/** Characters of one rule, as it is kept. */
export const MAX_RULE_LENGTH = 1_000
/** Characters of a consent's name. */
export const MAX_NAME_LENGTH = 200

/** Of the settings as they are stored. */
const SITE_SETTINGS_VERSION = 1

const rules = (list: RuleList) =>
  Type.Array(Type.String({ maxLength: MAX_RULE_LENGTH }), { maxItems: MAX_RULES[list] })

const FIELDS = {
  level: Type.Union(MASKING_LEVELS.map((level) => Type.Literal(level))),
  maskEmails: Type.Boolean(),
  recordBodies: Type.Boolean(),
  maskSelectors: rules('maskSelectors'),
  blockSelectors: rules('blockSelectors'),
  unmaskSelectors: rules('unmaskSelectors'),
  maskPatterns: rules('maskPatterns'),
  mode: Type.Union(SITE_MODES.map((mode) => Type.Literal(mode))),
  consent: Type.Object(
    {
      cookie: Type.String({ maxLength: MAX_NAME_LENGTH }),
      storageKey: Type.String({ maxLength: MAX_NAME_LENGTH }),
      event: Type.Boolean(),
    },
    { additionalProperties: false },
  ),
} as const satisfies Record<keyof SiteSettings, unknown>

export const SiteSettingsSchema = Type.Unsafe<SiteSettings>(
  Type.Object(FIELDS, { additionalProperties: false }),
)

/** What holds for a site without settings. A new object each time. */
export const defaultSiteSettings = (): SiteSettings => ({
  level: 'standard',
  maskEmails: true,
  recordBodies: true,
  maskSelectors: [],
  blockSelectors: [],
  unmaskSelectors: [],
  maskPatterns: [],
  mode: 'manual',
  consent: { cookie: '', storageKey: '', event: false },
})

/** Settings in the form in which they are stored. */
export const storedSiteSettings = (settings: SiteSettings): SiteSettings & { version: number } => ({
  version: SITE_SETTINGS_VERSION,
  ...settings,
})

/**
 * Reads stored settings, whatever they are. What cannot be read has its default, and `problem` says so in a sentence.
 * Nobody knows what was to be masked then, so that the level is *strict*.
 *
 * @param stored undefined where there are none
 */
export function parseSiteSettings(stored: unknown): { settings: SiteSettings; problem: string | null } {
  if (stored === undefined) return { settings: defaultSiteSettings(), problem: null }
  const found = typeof stored === 'object' && stored !== null ? (stored as Record<string, unknown>) : {}
  const readable = Object.entries(FIELDS).filter(([name, schema]) => Check(schema, found[name]))
  const settings: SiteSettings = {
    ...defaultSiteSettings(),
    ...Object.fromEntries(readable.map(([name]) => [name, found[name]])),
  }
  const { version } = found
  const newer = typeof version === 'number' && version > SITE_SETTINGS_VERSION
  const damaged = version !== SITE_SETTINGS_VERSION || isIncomplete(found, readable.length)
  if (!newer && !damaged) return { settings, problem: null }
  return {
    settings: { ...settings, level: 'strict' },
    problem: newer
      ? 'The settings of this site were written by a newer QA Replay. Until it is updated, or they are saved again here, everything on the site is masked.'
      : 'The settings of this site are damaged. What could be read is here; until they are saved again, everything on the site is masked.',
  }
}

/** Whether settings lack a field. Those that were saved before bodies were recorded have nothing to say of them. */
function isIncomplete(found: Record<string, unknown>, readable: number): boolean {
  const older = found['recordBodies'] === undefined ? 1 : 0
  return readable + older < Object.keys(FIELDS).length
}

const LIST_NAMES: Readonly<Record<RuleList, string>> = {
  maskSelectors: 'Mask',
  blockSelectors: 'Block',
  unmaskSelectors: 'Show',
  maskPatterns: 'Patterns',
}

/**
 * Settings that somebody wants to be kept, without blank rules and repetitions; or a sentence that says why they are
 * not. Rules that cannot be used are kept: whoever wrote them is told, and can mend them.
 */
export function checkSiteSettings(value: unknown): { settings: SiteSettings } | { sentence: string } {
  const sentence = findExcess(value)
  if (sentence !== null) return { sentence }
  if (!Check(SiteSettingsSchema, value)) return { sentence: 'These are not the settings of a site.' }
  const settings = value
  const tidied = RULE_LISTS.map((list) => [list, tidy(settings[list])] as const)
  return { settings: { ...settings, ...Object.fromEntries(tidied) } }
}

/** What is too much in settings, in a sentence; null when nothing is. Blank lines do not count. */
export function findExcess(value: unknown): string | null {
  const found = (value ?? {}) as Record<string, unknown>
  for (const list of RULE_LISTS) {
    const lines = found[list]
    if (!Array.isArray(lines)) continue
    const texts = tidy(lines.filter((line) => typeof line === 'string'))
    if (texts.length > MAX_RULES[list]) {
      return `“${LIST_NAMES[list]}” has ${texts.length.toLocaleString('en')} rules, and at most ${MAX_RULES[list]} are kept. Use fewer that fit more.`
    }
    const long = texts.find((text) => text.length > MAX_RULE_LENGTH)
    if (long !== undefined) {
      return `A rule has at most ${MAX_RULE_LENGTH.toLocaleString('en')} characters; “${long.slice(0, 20)}…” has ${long.length.toLocaleString('en')}.`
    }
  }
  return null
}

function tidy(lines: string[]): string[] {
  return [...new Set(lines.filter((line) => line.trim() !== ''))]
}

/**
 * The rules of a document that is recorded: those of its own site, and those of the site on which the recording began.
 * What hides more wins: what is to be shown is only the document's own site's to say, and not where the other masks.
 *
 * @param first null where it is the same site
 * @param level that the recording was begun with
 */
export function mergeRules(
  own: MaskingRules,
  first: MaskingRules | null,
  level: MaskingLevel,
): DocumentRules {
  const all = (list: RuleList) => tidy([...own[list], ...(first?.[list] ?? [])])
  return {
    level: stricterLevel(level, stricterLevel(own.level, first?.level ?? own.level)),
    maskEmails: own.maskEmails || (first?.maskEmails ?? false),
    recordBodies: own.recordBodies && (first?.recordBodies ?? true),
    maskSelectors: all('maskSelectors'),
    blockSelectors: all('blockSelectors'),
    unmaskSelectors: [...own.unmaskSelectors],
    maskPatterns: all('maskPatterns'),
    ...(first && { firmMaskSelectors: tidy(first.maskSelectors) }),
  }
}

/** The level that hides more. */
export const stricterLevel = (one: MaskingLevel, other: MaskingLevel): MaskingLevel =>
  one === 'strict' ? one : other

/** The origin of a page's address, when it is one of a site; else null. */
export function originOfPage(url: string | undefined): string | null {
  return url !== undefined && /^https?:\/\//.test(url) ? siteOrigin(url) : null
}

/** The match pattern that access to a site is asked for with. Firefox's patterns have no ports: all of them are meant. */
export function sitePattern(address: string): string {
  const { protocol, hostname } = new URL(address)
  return `${protocol}//${hostname}/*`
}

/** The host in an origin, as people call the site. */
export const hostOf = (origin: string): string => new URL(origin).host

/** The origin of a site by its address or host, as its settings are kept under; null when it is none. */
export function siteOrigin(text: string): string | null {
  const trimmed = text.trim()
  const address = /^[a-z][a-z+.-]*:\/\//i.test(trimmed) ? trimmed : `https://${trimmed}`
  if (!URL.canParse(address)) return null
  const { protocol, origin, hostname } = new URL(address)
  // Chromium takes spaces in a host, and escapes them.
  const isHost = hostname !== '' && !hostname.includes('%')
  return (protocol === 'http:' || protocol === 'https:') && isHost ? origin : null
}
