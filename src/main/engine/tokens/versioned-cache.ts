/**
 * The version of everything that may be remembered about grants, tokens and providers between two requests. Whatever ends or
 * changes one of them calls `changed()` inside its own commit unit; a commit runs to its end before any request is looked
 * at, so no request meets an entry from before an acknowledged change (R104).
 */
export class Version {
  current = 0

  changed(): void {
    this.current += 1
  }
}

export class VersionedCache<Key, Value> {
  readonly #version: Version
  readonly #most: number
  readonly #entries = new Map<Key, { value: Value; version: number }>()

  constructor(version: Version, most: number) {
    this.#version = version
    this.#most = most
  }

  /** The remembered value, or what `read` finds; nothing found is not remembered. */
  get(key: Key, read: () => Value | undefined): Value | undefined {
    const entry = this.#entries.get(key)
    if (entry && entry.version === this.#version.current) return entry.value
    const value = read()
    if (value === undefined) return undefined
    if (this.#entries.size >= this.#most) this.#entries.clear()
    this.#entries.set(key, { value, version: this.#version.current })
    return value
  }
}
