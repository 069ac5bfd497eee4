/** The configuration is wrong; `message` names every setting and what it must be. */
export class ConfigError extends Error {
  override name = 'ConfigError'
}

/** Reads environment variables, and collects what is wrong with them so that all of it is said at once. */
export class EnvironmentReader {
  readonly #environment: NodeJS.ProcessEnv
  readonly #problems: string[] = []

  constructor(environment: NodeJS.ProcessEnv) {
    this.#environment = environment
  }

  /** Null when it is not set, or empty. */
  text(name: string): string | null {
    const value = this.#environment[name]?.trim()
    return value === undefined || value === '' ? null : value
  }

  integer(name: string, { min, max }: { min: number; max: number }): number | null {
    const text = this.text(name)
    if (text === null) return null
    const value = Number(text)
    if (!Number.isInteger(value) || value < min || value > max) {
      return this.wrong(name, `must be a whole number from ${min} to ${max}, and is "${text}"`, null)
    }
    return value
  }

  boolean(name: string): boolean | null {
    const text = this.oneOf(name, ['true', 'false'])
    return text === null ? null : text === 'true'
  }

  oneOf<Choice extends string>(name: string, choices: readonly Choice[]): Choice | null {
    const text = this.text(name)
    if (text === null) return null
    const found = choices.find((choice) => choice === text)
    return found ?? this.wrong(name, `must be one of ${choices.join(', ')}, and is "${text}"`, null)
  }

  /** The value is not repeated in the message: a database's URL carries its password. */
  url(name: string, protocols: string[]): string | null {
    const text = this.text(name)
    if (text === null) return null
    const allowed = URL.canParse(text) && protocols.includes(new URL(text).protocol)
    return allowed
      ? text
      : this.wrong(name, `must be a URL that begins with ${protocols.join(' or ')}//`, null)
  }

  /** `size` bytes, written as hexadecimal digits or base64. */
  bytes(name: string, size: number): Buffer | null {
    const text = this.text(name)
    if (text === null) return null
    const bytes = Buffer.from(text, new RegExp(`^[0-9a-f]{${size * 2}}$`, 'i').test(text) ? 'hex' : 'base64')
    if (bytes.length === size) return bytes
    return this.wrong(name, `must be ${size} bytes, as ${size * 2} hexadecimal digits or base64`, null)
  }

  /** Separated by commas. */
  list(name: string): string[] {
    const items = this.text(name)?.split(',') ?? []
    return items.map((item) => item.trim()).filter((item) => item !== '')
  }

  missing(name: string, because: string): string {
    return this.wrong(name, `must be set, because ${because}`, '')
  }

  /** Notes the problem; gives `instead`, so that reading goes on to the next one. */
  wrong<Instead>(name: string, problem: string, instead?: Instead): Instead {
    this.#problems.push(`${name} ${problem}.`)
    return instead as Instead
  }

  /** @throws {ConfigError} when anything that was read is wrong */
  throwIfWrong(): void {
    if (this.#problems.length > 0) throw new ConfigError(this.#problems.join('\n'))
  }
}
