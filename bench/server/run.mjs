import { runnerImport } from 'vite'

// What the server does on this machine: uploads, lists, a shared session, memory. `ROWS=1000000 node bench/server/run.mjs`

const { module } = await runnerImport('./bench/server/run.ts')
await module.measureServer({ rows: Number(process.env.ROWS ?? 300_000), only: process.env.ONLY ?? null })
