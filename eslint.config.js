import js from '@eslint/js'
import boundaries from 'eslint-plugin-boundaries'
import importX from 'eslint-plugin-import-x'
import svelte from 'eslint-plugin-svelte'
import { defineConfig, globalIgnores } from 'eslint/config'
import ts from 'typescript-eslint'
import svelteConfig from './svelte.config.js'

/** The parts of the product and their folders; the first that fits is a file's part. */
const PARTS = {
  session: 'shared/session',
  protocol: 'shared/protocol',
  api: 'shared/api',
  store: 'shared/store',
  privacy: 'shared/privacy',
  player: 'shared/player',
  export: 'shared/export',
  ui: 'shared/ui',
  page: 'extension/page',
  content: 'extension/content',
  background: 'extension/background',
  siteEditor: 'extension/site-editor',
  popup: 'extension/popup',
  options: 'extension/options',
  panel: 'devtools-panel',
  web: 'server/web',
  server: 'server',
  e2e: 'e2e',
  bench: 'bench',
}

/** Who may import whom; the default is nobody. A part may always import itself. */
const MAY_IMPORT = {
  session: [],
  ui: [],
  protocol: ['session'],
  api: ['session'],
  store: ['session'],
  privacy: ['session'],
  export: ['session'],
  player: ['session', 'api', 'privacy', 'ui'],
  page: ['session', 'protocol', 'privacy'],
  content: ['protocol', 'privacy'],
  background: ['protocol', 'session', 'store', 'api', 'privacy'],
  siteEditor: ['protocol', 'privacy', 'ui'],
  popup: ['protocol', 'privacy', 'ui', 'siteEditor'],
  options: ['protocol', 'ui', 'siteEditor'],
  panel: ['protocol', 'session', 'api', 'player', 'export', 'privacy', 'ui'],
  server: ['session', 'api'],
  web: ['session', 'api', 'player', 'export', 'privacy', 'ui'],
  e2e: ['session', 'protocol', 'api', 'store', 'export', 'privacy'],
  bench: Object.keys(PARTS),
}

const CODE = '**/*.{ts,js,mjs,svelte}'

const boundaryPolicies = [
  ...Object.entries(MAY_IMPORT).map(([part, others]) => ({
    from: { element: { type: part } },
    allow: { to: { element: { types: { anyOf: [part, ...others] } } } },
  })),
  // Everybody reads the store through its reader; only the background writes it.
  { from: { element: { type: 'panel' } }, allow: { to: { file: { categories: 'store-reader' } } } },
  // The highlight shows what the masks do, so it asks them.
  { from: { element: { type: 'content' } }, allow: { to: { file: { categories: 'masks' } } } },
  // By `?iife`, which gives the name of the built file, to inject it: nothing of it runs in the background.
  { from: { element: { type: 'background' } }, allow: { to: { file: { categories: 'recorder-script' } } } },
]

export default defineConfig(
  globalIgnores(['dist', '.data', 'coverage', 'test-results', 'playwright-report', 'e2e/lint/fixtures']),
  js.configs.recommended,
  ts.configs.strictTypeChecked,
  svelte.configs.recommended,
  {
    languageOptions: {
      parserOptions: {
        projectService: true,
        extraFileExtensions: ['.svelte'],
        // For the scripts of components: also of those that no-cycle meets on its way from other files.
        parser: ts.parser,
      },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // Indexed access is `T | undefined` here, so `!` is how a checked index is written.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unnecessary-condition': ['error', { allowConstantLoopConditions: true }],
      // rrweb's events are JSON: the numbers of its enums come from there, and are compared with our own names for them.
      '@typescript-eslint/no-unsafe-enum-assignment': 'off',
      '@typescript-eslint/no-unsafe-enum-comparison': 'off',
      // Handlers and interfaces say `async` so that what they throw is a rejection.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true, requireDefaultForNonUnion: false },
      ],
    },
  },
  {
    files: [CODE],
    plugins: { boundaries, 'import-x': importX },
    settings: {
      'boundaries/elements': Object.entries(PARTS).map(([type, pattern]) => ({
        type,
        pattern,
        partialMatch: false,
      })),
      'boundaries/files': [
        { category: 'store-reader', pattern: 'shared/store/{reader,schema}.ts' },
        { category: 'masks', pattern: 'extension/page/masking/*.ts' },
        {
          category: 'recorder-script',
          pattern: 'extension/{page/main,content/relay,content/late-relay,content/highlight}.iife.ts',
        },
      ],
      'boundaries/dependency-nodes': ['import', 'dynamic-import', 'export'],
      'import/resolver': { typescript: { alwaysTryTypes: true, project: 'tsconfig.json' } },
      // Without these two no-cycle finds nothing and says nothing.
      'import-x/extensions': ['.ts', '.js', '.mjs', '.svelte'],
      'import-x/parsers': {
        '@typescript-eslint/parser': ['.ts', '.js', '.mjs'],
        'svelte-eslint-parser': ['.svelte'],
      },
    },
    rules: {
      'boundaries/dependencies': [
        'error',
        {
          default: 'disallow',
          message:
            '{{from.element.type}} may not import {{to.element.type}} (see the table in eslint.config.js)',
          policies: boundaryPolicies,
        },
      ],
      'boundaries/no-unknown-dependencies': 'error',
      'import-x/no-cycle': ['error', { ignoreExternal: true }],
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: {
      parserOptions: { svelteConfig },
    },
    rules: {
      // TypeScript knows what is defined.
      'no-undef': 'off',
      // Components of other files are `any` to this parser; svelte-check knows their types and checks them.
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  {
    // The page's own world has no extension API, and what it uses of the page it keeps from before the page's scripts.
    files: ['extension/page/**'],
    rules: {
      'no-restricted-globals': ['error', 'chrome', 'browser'],
      // Methods are kept as functions, and called on their object by Reflect.apply.
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    // What a page has made of the platform need not fit TypeScript's types of it.
    files: ['extension/page/**', 'extension/content/**'],
    rules: { '@typescript-eslint/no-unnecessary-condition': 'off' },
  },
  {
    // Playwright wants the first parameter of a fixture to be a pattern, also where it needs nothing.
    files: ['e2e/**'],
    rules: { 'no-empty-pattern': ['error', { allowObjectPatternsAsParameters: true }] },
  },
  {
    // Plain JavaScript: what runs before any package is installed, the demo shop, the tools' own configs. tsc checks it.
    files: ['**/*.{js,mjs}'],
    extends: [ts.configs.disableTypeChecked],
    rules: { 'no-undef': 'off' },
  },
)
