import { store } from './store.ts'

/** Settings of the extension, by name. */
interface Settings {
  server: ServerConnection
  /** Random visitor ids by origin: made for this installation and website, never derived from the person. */
  visitors: Record<string, string>
  /** What is kept for a site, one row each, of any build: see `parseSiteSettings`. */
  [site: `site:${string}`]: unknown
}

export interface ServerConnection {
  url: string
  key: string
  keyName: string
  websiteId: string
  websiteName: string
}

export async function readSetting<Name extends keyof Settings>(
  name: Name,
): Promise<Settings[Name] | undefined> {
  const row = await (await store()).get('settings', name)
  return row?.value as Settings[Name] | undefined
}

export async function writeSetting<Name extends keyof Settings>(
  name: Name,
  value: Settings[Name],
): Promise<void> {
  await (await store()).put('settings', { name, value })
}

export async function deleteSetting(name: keyof Settings): Promise<void> {
  await (await store()).delete('settings', name)
}

/** Names of settings that begin with `prefix`. */
export async function settingNames(prefix: string): Promise<string[]> {
  const keys = await (await store()).getAllKeys('settings', IDBKeyRange.bound(prefix, `${prefix}\uffff`))
  return keys
}

/** The visitor id of a website, if it has been visited. */
export async function knownVisitor(origin: string): Promise<string | undefined> {
  return (await readSetting('visitors'))?.[origin]
}

/** The next visit of the website is that of somebody else. */
export async function forgetVisitor(origin: string): Promise<void> {
  const tx = (await store()).transaction('settings', 'readwrite')
  const row = await tx.store.get('visitors')
  const visitors = Object.entries((row?.value ?? {}) as Settings['visitors'])
  const others = Object.fromEntries(visitors.filter(([known]) => known !== origin))
  void tx.store.put({ name: 'visitors', value: others })
  await tx.done
}

/** The visitor id of a website, made at the first visit. */
export async function visitorIdOf(origin: string): Promise<string> {
  const tx = (await store()).transaction('settings', 'readwrite')
  const row = await tx.store.get('visitors')
  const visitors = (row?.value ?? {}) as Settings['visitors']
  const visitorId = visitors[origin] ?? crypto.randomUUID()
  void tx.store.put({ name: 'visitors', value: { ...visitors, [origin]: visitorId } })
  await tx.done
  return visitorId
}
