/** What the page with nothing but a player offers to tests (shared/player/testing/main.ts). */
declare const tools: {
  shown(): string
  plain(timeMs: number): Promise<string>
}
