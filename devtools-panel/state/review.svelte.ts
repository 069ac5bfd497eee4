import { emptySet, toggled } from '../../shared/player/sets.ts'
import type { PickedElement } from '../../shared/player/replay/pick.ts'
import type { request } from '../../shared/protocol/client.ts'
import {
  LEAK_KINDS,
  openFindings,
  type LeakFinding,
  type LeakKind,
  type SessionRedactions,
  type SessionReview,
} from '../../shared/session/review.ts'

/** Something that is to be redacted, until it is confirmed. */
export interface PlannedRedaction {
  id: string
  /** What it is, in words that do not show it. */
  label: string
  strings: readonly string[]
  nodes: SessionRedactions['nodes']
}

export type ReviewPhase =
  { name: 'checking' } | { name: 'ready'; review: SessionReview } | { name: 'problem'; sentence: string }

export interface ReviewOptions {
  sessionId: string
  request: typeof request
  /** Told when the session was rewritten. */
  onredacted: () => Promise<void>
}

/** Shorter texts of a picked element are part of too many others to be taken out everywhere. */
const SHORTEST_TEXT = 3

/** The privacy review of the open session: what was found, what was decided, and what is planned. */
export class ReviewState {
  phase = $state.raw<ReviewPhase>({ name: 'checking' })
  /** Part of the session that was looked through, 0 to 1. */
  part = $state(0)
  planned = $state.raw<readonly PlannedRedaction[]>([])
  /** What is being done just now cannot be done twice. */
  busy = $state(false)
  /** Why the last thing that was asked for was not done. */
  problem = $state<string | null>(null)
  /** Ids of findings whose value is shown. */
  revealed = $state.raw(emptySet<string>())
  /** What a screen reader is told. */
  announcement = $state('')

  readonly review = $derived(this.phase.name === 'ready' ? this.phase.review : null)
  readonly findings = $derived(this.review?.findings ?? [])
  readonly groups = $derived(
    LEAK_KINDS.map((kind) => ({
      kind,
      findings: this.findings.filter((finding) => finding.kind === kind),
    })).filter(({ findings }) => findings.length > 0),
  )
  readonly redactions = $derived<SessionRedactions>({
    strings: this.planned.flatMap(({ strings }) => strings),
    nodes: this.planned.flatMap(({ nodes }) => nodes),
  })
  /** Findings about which nothing is decided or planned. */
  readonly open = $derived(
    this.review ? openFindings(this.review).filter((finding) => !this.isPlanned(finding)) : [],
  )

  readonly #options: ReviewOptions
  #counter = 0

  constructor(options: ReviewOptions) {
    this.#options = options
  }

  get sessionId(): string {
    return this.#options.sessionId
  }

  async load(): Promise<void> {
    try {
      const review = await this.#options.request('review.open', { sessionId: this.sessionId })
      this.phase = { name: 'ready', review }
    } catch (error) {
      this.phase = { name: 'problem', sentence: sentenceOf(error) }
    }
  }

  isPlanned({ value }: LeakFinding): boolean {
    return this.redactions.strings.includes(value)
  }

  isFine({ id }: LeakFinding): boolean {
    return this.review?.acknowledged.includes(id) ?? false
  }

  /** @param fine false takes it back */
  async acknowledge(findings: readonly LeakFinding[], fine: boolean): Promise<void> {
    const ids = findings.map(({ id }) => id)
    await this.#act(async () => {
      const review = await this.#options.request('review.acknowledge', {
        sessionId: this.sessionId,
        ids,
        fine,
      })
      this.phase = { name: 'ready', review }
    })
  }

  reveal({ id }: LeakFinding): void {
    this.revealed = toggled(this.revealed, id)
  }

  planFindings(findings: readonly LeakFinding[], label: string): void {
    const strings = findings.filter((finding) => !this.isPlanned(finding)).map(({ value }) => value)
    this.#plan({ label, strings, nodes: [] })
  }

  planText(text: string, label: string): void {
    this.#plan({ label, strings: [text.trim()], nodes: [] })
  }

  /** Plans to redact an element, and the texts in it wherever else they stand. */
  planElement({ tab, id, timestamp, texts }: PickedElement, label: string): void {
    const strings = texts.filter((text) => text.length >= SHORTEST_TEXT)
    this.#plan({ label, strings, nodes: [{ tab, id, timestamp }] })
  }

  /** Leaves the texts of a planned element alone where they stand elsewhere. */
  keepTexts(planned: PlannedRedaction): void {
    this.planned = this.planned.map((one) => (one === planned ? { ...one, strings: [] } : one))
  }

  undo(id: string): void {
    this.planned = this.planned.filter((planned) => planned.id !== id)
  }

  /** Rewrites the session without what is planned. @returns whether it was done */
  async confirm(): Promise<boolean> {
    return this.#act(async () => {
      await this.#options.request('review.redact', {
        sessionId: this.sessionId,
        redactions: this.redactions,
      })
      this.planned = []
      this.revealed = emptySet()
      await this.load()
      await this.#options.onredacted()
    })
  }

  async deleteCopy(): Promise<void> {
    await this.#act(async () => {
      await this.#options.request('review.delete-copy', { sessionId: this.sessionId })
    })
  }

  #plan(planned: Omit<PlannedRedaction, 'id'>): void {
    if (planned.strings.length + planned.nodes.length === 0) return
    this.planned = [...this.planned, { ...planned, id: String(this.#counter++) }]
  }

  async #act(run: () => Promise<void>): Promise<boolean> {
    if (this.busy) return false
    this.busy = true
    this.problem = null
    try {
      await run()
      return true
    } catch (error) {
      this.problem = sentenceOf(error)
      return false
    } finally {
      this.busy = false
    }
  }
}

export type FindingGroup = { kind: LeakKind; findings: LeakFinding[] }

const sentenceOf = (error: unknown) => (error instanceof Error ? error.message : String(error))
