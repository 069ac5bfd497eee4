import { openDatabase, type Database } from '../../shared/store/schema.ts'

let opened: Promise<Database> | null = null

/** The one connection of the background. It is opened again after the browser has closed it. */
export function store(): Promise<Database> {
  opened ??= openDatabase().then(
    (database) => {
      database.addEventListener('close', () => (opened = null))
      return database
    },
    (error: unknown) => {
      opened = null
      throw error
    },
  )
  return opened
}
