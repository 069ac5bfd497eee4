import type { createAdminClient } from '../../../../shared/api/admin-client.ts'
import type { ApiScope } from '../../../../shared/api/admin-schemas.ts'
import type { ApiClient } from '../../../../shared/api/client.ts'
import type { MeReply } from '../../../../shared/api/schemas.ts'
import { strings } from '../strings.ts'
import type { KeyKeeper } from './key-keeper.ts'
import { isSignedOut, troubleOf, type Trouble } from './problem.ts'

export type AdminClient = ReturnType<typeof createAdminClient>

/** Who reads, and by what. */
export interface Account {
  me: MeReply
  client: ApiClient
  admin: AdminClient
  /** What is not allowed is not shown; the server refuses it in any case. */
  may: (scope: ApiScope) => boolean
}

export type AccessPhase =
  | { phase: 'starting' }
  /** The server does not answer, so nobody knows whether the key is good. */
  | { phase: 'trouble'; trouble: Trouble }
  /** `sentence` says why: what was refused, or what ended. */
  | { phase: 'signed-out'; sentence: string | null; busy: boolean }
  | { phase: 'signed-in'; account: Account }

export interface AccessOptions {
  keeper: KeyKeeper
  clientsOf: (key: string | undefined) => { client: ApiClient; admin: AdminClient }
}

/** Signing in with a key, or with the one-time code of a link; and out. */
export class Access {
  current = $state.raw<AccessPhase>({ phase: 'starting' })
  readonly #options: AccessOptions

  constructor(options: AccessOptions) {
    this.#options = options
    options.keeper.onforgotten = () => this.#signedOut(null)
  }

  /** @param code of a link that the server printed; null without one */
  async start(code: string | null): Promise<void> {
    this.current = { phase: 'starting' }
    if (code !== null) {
      await this.#connect(code)
      return
    }
    const key = await this.#options.keeper.read()
    if (key === null) this.#signedOut(null)
    else await this.#open(key)
  }

  async signIn(key: string): Promise<void> {
    // What no header can hold is no key.
    if (!/^[!-~]{1,500}$/.test(key.trim())) {
      this.#signedOut(strings.signIn.refused)
      return
    }
    this.current = { phase: 'signed-out', sentence: null, busy: true }
    await this.#open(key.trim(), { isNew: true })
  }

  signOut(): void {
    this.#options.keeper.forget()
    this.#signedOut(null)
  }

  /** Told every failure: one that says that the key is not valid any more ends the visit. */
  readonly noteError = (error: unknown): void => {
    if (this.current.phase !== 'signed-in' || !isSignedOut(error)) return
    this.#options.keeper.forget()
    this.#signedOut(strings.signIn.ended)
  }

  async #connect(code: string): Promise<void> {
    try {
      const { key } = await this.#options.clientsOf(undefined).client.connect(code, strings.signIn.keyName)
      await this.#open(key, { isNew: true })
    } catch (error) {
      // The link was used in this browser before: the key that it gave is here still.
      const key = await this.#options.keeper.read()
      if (key === null) this.#signedOut(troubleOf(error).sentence)
      else await this.#open(key)
    }
  }

  async #open(key: string, { isNew = false } = {}): Promise<void> {
    const { client, admin } = this.#options.clientsOf(key)
    try {
      const me = await client.me()
      this.#options.keeper.keep(key)
      const may = (scope: ApiScope) => me.scopes.includes(scope) || me.scopes.includes('admin')
      this.current = { phase: 'signed-in', account: { me, client, admin, may } }
    } catch (error) {
      if (isSignedOut(error)) {
        if (!isNew) this.#options.keeper.forget()
        this.#signedOut(isNew ? strings.signIn.refused : strings.signIn.ended)
      } else if (isNew) this.#signedOut(troubleOf(error).sentence)
      else this.current = { phase: 'trouble', trouble: troubleOf(error) }
    }
  }

  #signedOut(sentence: string | null): void {
    this.current = { phase: 'signed-out', sentence, busy: false }
  }
}
