import { accessTests } from './access.ts'
import { administrationTests } from './administration.ts'
import { test } from './fixtures.ts'
import { sessionTests } from './sessions.ts'

// In one file, so that one server with its sessions is enough for all of them.
test.describe('who may see the dashboard', accessTests)
test.describe('sessions and errors', sessionTests)
test.describe('administration', administrationTests)
