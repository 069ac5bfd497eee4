import type { SerializedValue } from '../../session/serialized-value.ts'
import { strings } from '../strings.ts'

/** What console.table shows. A cell that is null is empty. */
export interface ConsoleTable {
  /** Names of the columns, of which the first is that of the rows' own names. */
  columns: string[]
  rows: { name: string; cells: (SerializedValue | null)[] }[]
  /** Rows that were not recorded. */
  more: number
}

const MAX_COLUMNS = 20

/** The table of a call of console.table; null where a browser shows its argument as it is (console.spec.whatwg.org). */
export function toTable([data, wanted]: readonly SerializedValue[]): ConsoleTable | null {
  const rows = rowsOf(data)
  if (rows === null || rows.length === 0) return null
  const read = rows.map(([name, value]) => ({ name, value, fields: fieldsOf(value) }))
  const named = columnsIn(wanted) ?? read.flatMap(({ fields }) => fields?.map(([name]) => name) ?? [])
  const columns = [...new Set(named)].slice(0, MAX_COLUMNS)
  const plain = read.some(({ fields }) => fields === null)
  return {
    columns: [strings.console.tableIndex, ...columns, ...(plain ? [strings.console.tableValue] : [])],
    rows: read.map(({ name, value, fields }) => {
      const cells = new Map(fields)
      return {
        name,
        cells: [
          ...columns.map((column) => (cells.has(column) ? cells.get(column)! : null)),
          ...(plain ? [fields === null ? value : null] : []),
        ],
      }
    }),
    more: leftOut(data),
  }
}

type Named = [name: string, value: SerializedValue]

function rowsOf(data: SerializedValue | undefined): Named[] | null {
  if (typeof data !== 'object' || data === null) return null
  if (data.$ === 'map' && Array.isArray(data.entries))
    return data.entries.map((pair, index): Named => [String(index), pair[1]])
  if (data.$ === 'set' && Array.isArray(data.items))
    return data.items.map((item, index): Named => [String(index), item])
  return fieldsOf(data)
}

/** The named values in a value; null when there are none to name. */
function fieldsOf(value: SerializedValue): Named[] | null {
  if (typeof value !== 'object' || value === null) return null
  if (value.$ === 'array' && Array.isArray(value.items))
    return value.items.map((item, index): Named => [String(index), item])
  return value.$ === 'object' && Array.isArray(value.entries) ? value.entries : null
}

function columnsIn(wanted: SerializedValue | undefined): string[] | null {
  if (typeof wanted !== 'object' || wanted?.$ !== 'array') return null
  return wanted.items.filter((item) => typeof item === 'string')
}

const leftOut = (data: SerializedValue | undefined): number =>
  typeof data === 'object' && data !== null && 'more' in data && typeof data.more === 'number' ? data.more : 0
