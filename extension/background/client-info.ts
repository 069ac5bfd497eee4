import Bowser from 'bowser'
import type { SessionMetadata } from '../../shared/session/metadata.ts'

type ClientInfo = Pick<SessionMetadata, 'browser' | 'os' | 'device'>

interface UserAgentData {
  brands: { brand: string; version: string }[]
  mobile: boolean
  getHighEntropyValues(hints: string[]): Promise<{
    fullVersionList?: { brand: string; version: string }[]
    model?: string
    platform?: string
    platformVersion?: string
  }>
}

/** The browser, system and device: from user agent client hints, or from the user agent string where there are none. */
export async function clientInfo(): Promise<ClientInfo> {
  const { userAgentData } = navigator as Navigator & { userAgentData?: UserAgentData }
  return userAgentData ? fromClientHints(userAgentData) : fromUserAgent(navigator.userAgent)
}

async function fromClientHints(data: UserAgentData): Promise<ClientInfo> {
  const hints = await data.getHighEntropyValues(['fullVersionList', 'model', 'platform', 'platformVersion'])
  const brands = hints.fullVersionList ?? data.brands
  // The list holds the engine, a made-up brand (GREASE), and, where there is one, the product.
  const real = brands.filter(({ brand }) => !/not.*brand/i.test(brand))
  const product = real.find(({ brand }) => brand !== 'Chromium') ?? real[0]
  return {
    browser: { name: product?.brand ?? 'Chromium', version: product?.version ?? '' },
    os: { name: hints.platform ?? '', version: hints.platformVersion ?? '' },
    device: {
      type: data.mobile ? 'mobile' : 'desktop',
      model: hints.model === '' ? null : (hints.model ?? null),
    },
  }
}

function fromUserAgent(userAgent: string): ClientInfo {
  const { browser, os, platform } = Bowser.parse(userAgent)
  const type = platform.type === 'mobile' || platform.type === 'tablet' ? platform.type : 'desktop'
  return {
    browser: { name: browser.name ?? 'Unknown', version: browser.version ?? '' },
    os: { name: os.name ?? '', version: os.version ?? os.versionName ?? '' },
    device: { type, model: platform.model ?? null },
  }
}
