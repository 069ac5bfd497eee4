import { defineManifest } from '@crxjs/vite-plugin'
import packageJson from './package.json' with { type: 'json' }

/** The public half of a key pair: gives the unpacked extension the same id on every machine. */
const CHROME_KEY =
  'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAvGEoHOlUUjztdLVRgVU+3cS0ulaC81/UTGSyL9FR7/b6jtCtqdkAkJZj+6IYFMrND/s6Njcy0ot5NmvUlW1sU4W3jG+bx68hEsEMBvUWeXXDTBEXygWlsxNxIaP0LjWlcmVrUgllqRqsLUW4NPEa+I4qIxi5Aza+cRZKp6ehlcjp1zxJ8AxsM/rpc6bMVKyu1IUOCWozZy3cs2WY3ybbvckCfeTs7/dR+oaxu/Gj1OlQ7HTPrtZnmOlKFwBW0f3AHHN75yYBEIrEdfZX6JwsecVUXR859RtnKeVowpCu587/FovDn6PPZ3b7VY7dLM9zI5PCino3uFFoU+jHDQwEGwIDAQAB'

const icons = {
  16: 'extension/icons/16.png',
  32: 'extension/icons/32.png',
  48: 'extension/icons/48.png',
  128: 'extension/icons/128.png',
}

/**
 * The entry points: the map of the extension. `mode` is `firefox` or `chrome` (also Edge). The scripts that record are
 * not listed here: the background registers them for a site when its recording begins (background/arming.ts).
 */
export default defineManifest(({ mode }) => ({
  manifest_version: 3,
  name: 'QA Replay',
  version: packageJson.version,
  description: packageJson.description,
  icons,
  action: { default_title: 'QA Replay', default_popup: 'extension/popup/popup.html', default_icon: icons },
  background:
    mode === 'firefox'
      ? { scripts: ['extension/background/main.ts'], type: 'module' }
      : { service_worker: 'extension/background/main.ts', type: 'module' },
  devtools_page: 'devtools-panel/devtools.html',
  options_ui: { page: 'extension/options/options.html', open_in_tab: true },
  permissions: ['activeTab', 'clipboardWrite', 'scripting', 'storage', 'unlimitedStorage', 'alarms'],
  optional_host_permissions: ['<all_urls>'],
  content_security_policy: {
    // No upgrade-insecure-requests, which Firefox adds by default: a server on this computer has no certificate.
    // Replayed pages are shown in frames that inherit this: they load nothing from the network.
    extension_pages:
      "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data: blob:; media-src 'self' data: blob:; connect-src 'self' http: https:; frame-src 'self' blob:; worker-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'",
  },
  ...(mode === 'firefox'
    ? {
        browser_specific_settings: {
          gecko: {
            id: 'qa-replay@qa-replay.example',
            strict_min_version: '142.0',
            data_collection_permissions: { required: ['none'] },
          },
        },
      }
    : { key: CHROME_KEY, minimum_chrome_version: '123' }),
}))
