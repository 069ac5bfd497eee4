import { defineConfig } from '@playwright/test'

/** The built extension in real browsers, against the built server. `npm test` builds both first. */
export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results',
  workers: 2,
  fullyParallel: false,
  // Two browsers share two cores: a test gets a second try, and the report names it as flaky when it needed one.
  retries: 1,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  forbidOnly: process.env['CI'] !== undefined,
  reporter: [['list']],
  use: { trace: 'off' },
})
