import { isTraversal, parse } from 'css-what'
import { checkRules } from '../../shared/privacy/check-rules.ts'
import type { SiteReply } from '../../shared/protocol/requests.ts'
import {
  checkSiteSettings,
  mergeRules,
  parseSiteSettings,
  siteOrigin,
  storedSiteSettings,
  type DocumentRules,
  type SiteSettings,
} from '../../shared/protocol/site-settings.ts'
import type { MaskingLevel } from '../../shared/session/metadata.ts'
import { announce } from './changes.ts'
import { BackgroundProblem } from './problem.ts'
import { deleteSetting, readSetting, settingNames, writeSetting } from './settings.ts'

/** The settings of sites: what is masked on them, and when they are recorded. */

const PREFIX = 'site:'

/**
 * What is kept for a site, or the defaults.
 *
 * @throws {BackgroundProblem} when `origin` is not one of a site
 */
export async function readSite(origin: string): Promise<SiteReply> {
  const name = nameOf(origin)
  const stored = await readSetting(name)
  const { settings, problem } = parseSiteSettings(stored)
  return {
    origin,
    settings,
    saved: stored !== undefined,
    problem,
    ruleProblems: checkRules(settings, isSelector),
  }
}

/**
 * Keeps the settings of a site, also with rules that cannot be used.
 *
 * @throws {BackgroundProblem} when they are none, or too many; nothing is changed then
 */
export async function saveSite(origin: string, settings: unknown): Promise<SiteReply> {
  const name = nameOf(origin)
  const checked = checkSiteSettings(settings)
  if ('sentence' in checked) throw new BackgroundProblem('bad-request', checked.sentence)
  await writeSetting(name, storedSiteSettings(checked.settings))
  announce({ topic: 'sites', origin })
  return readSite(origin)
}

/** Forgets what is kept for a site. */
export async function resetSite(origin: string): Promise<SiteReply> {
  await deleteSetting(nameOf(origin))
  announce({ topic: 'sites', origin })
  return readSite(origin)
}

/** All sites for which something is kept. */
export async function listSites(): Promise<SiteReply[]> {
  const names = await settingNames(PREFIX)
  const origins = names.map((name) => name.slice(PREFIX.length)).filter(isOrigin)
  return Promise.all(origins.map(readSite))
}

interface RecordedDocument {
  /** Of the document; not one of a site for `about:blank` and the like. */
  origin: string
  /** On which the recording began. */
  firstOrigin: string
  /** That the recording was begun with. */
  level: MaskingLevel
}

/** The rules by which a document is recorded. */
export async function rulesOfDocument({
  origin,
  firstOrigin,
  level,
}: RecordedDocument): Promise<DocumentRules> {
  const [own, first] = await Promise.all([
    settingsOfSite(origin),
    origin === firstOrigin ? null : settingsOfSite(firstOrigin),
  ])
  return mergeRules(own, first, level)
}

/** The settings of the site of a document; the defaults for `about:blank` and the like. */
export async function settingsOfSite(origin: string): Promise<SiteSettings> {
  return parseSiteSettings(isOrigin(origin) ? await readSetting(nameOf(origin)) : undefined).settings
}

/** Origins of which every visit is recorded. */
export async function automaticOrigins(): Promise<string[]> {
  return (await listSites()).filter(({ settings }) => settings.mode === 'all').map(({ origin }) => origin)
}

const isOrigin = (text: string) => siteOrigin(text) === text

function nameOf(origin: unknown): `site:${string}` {
  if (typeof origin !== 'string' || !isOrigin(origin))
    throw new BackgroundProblem('bad-request', 'This is not the address of a site.')
  return `${PREFIX}${origin}`
}

/**
 * Whether a text is a CSS selector. There is no document here that could be asked, so it is parsed; css-what takes any
 * character as the first of a name, a combinator at either end, and any name of a pseudo-class.
 */
function isSelector(text: string): boolean {
  try {
    const isWhole = parse(text).every(
      (parts) => ![parts[0], parts.at(-1)].some((part) => part && isTraversal(part)),
    )
    return isWhole && !BAD_NAME.test(text.replace(QUOTED, ''))
  } catch {
    return false
  }
}
const QUOTED = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\[[^\]]*\]/g
const BAD_NAME = /[.#](?!-?[a-z_\\\u0080-\uffff]|--)/i
