/** The columns of the list that can be chosen, in their order, with their width as tracks of a grid. */
export const COLUMNS = {
  place: { width: '92px', minWidth: 92 },
  site: { width: 'minmax(100px, 1fr)', minWidth: 100 },
  when: { width: '92px', minWidth: 92 },
  duration: { width: '62px', minWidth: 62 },
  pages: { width: '48px', minWidth: 48 },
  errors: { width: '48px', minWidth: 48 },
  frustration: { width: '76px', minWidth: 76 },
  device: { width: '72px', minWidth: 72 },
  browser: { width: '104px', minWidth: 104 },
  trigger: { width: '92px', minWidth: 92 },
  size: { width: '64px', minWidth: 64 },
  tags: { width: 'minmax(90px, 0.7fr)', minWidth: 90 },
} as const
export type Column = keyof typeof COLUMNS

const COLUMN_NAMES = Object.keys(COLUMNS) as Column[]
export const DEFAULT_COLUMNS: readonly Column[] = [
  'place',
  'site',
  'when',
  'duration',
  'pages',
  'errors',
  'frustration',
  'browser',
]

/** Columns as they were kept, each once and in their order; the defaults, when it is nothing of the kind. */
export function parseColumns(value: unknown): readonly Column[] {
  if (!Array.isArray(value)) return DEFAULT_COLUMNS
  const given: readonly unknown[] = value
  return COLUMN_NAMES.filter((column) => given.includes(column))
}

/** Check box and title come first, and always. */
const FIRST_TRACKS = '26px minmax(170px, 2fr)'
const FIRST_WIDTH = 196
const GAP = 10

/** The tracks of a row, as `grid-template-columns` has them. */
export function tracksOf(columns: readonly Column[]): string {
  return [FIRST_TRACKS, ...columns.map((column) => COLUMNS[column].width)].join(' ')
}

/** What a row needs at least, CSS pixels. */
export function widthOf(columns: readonly Column[]): number {
  return columns.reduce((sum, column) => sum + COLUMNS[column].minWidth + GAP, FIRST_WIDTH + 3 * GAP)
}
