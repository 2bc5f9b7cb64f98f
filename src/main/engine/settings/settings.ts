import type { z } from 'zod'
import type { Store } from '#db'
import { nameUnset } from '#shared/readiness'
import { type SettingKey, settings } from '#shared/settings'

type Value<K extends SettingKey> = z.output<(typeof settings)[K]>

const defaults: { [K in SettingKey]: unknown } = {
  institution: { code: '0000', name: nameUnset, phone: '' },
  policy: {},
  requests: {},
  retention: {},
  'policy.personal': {},
  'policy.business': {},
  hours: {},
  registers: {},
}

/** Settings as parsed values, remembered until they change, since every token asks for them. */
export class Settings {
  readonly #store: Store
  readonly #known = new Map<string, unknown>()

  constructor(store: Store) {
    this.#store = store
  }

  /** Called when writes are rolled back: what was read in between is forgotten. */
  forget(): void {
    this.#known.clear()
  }

  get<K extends SettingKey>(key: K): Value<K> {
    return this.#value(key, (stored) => settings[key].parse(stored ?? defaults[key]) as Value<K>)
  }

  /** A mark of the program itself, such as "this is demo data"; null: it was never made. */
  mark(name: string): unknown {
    return this.#value(`mark.${name}`, (stored) => stored ?? null)
  }

  /** Inside a commit unit. */
  put<K extends SettingKey>(key: K, value: Value<K>, at: number): void {
    this.#put(key, settings[key].parse(value), at)
  }

  /** Inside a commit unit. */
  putMark(name: string, value: unknown, at: number): void {
    this.#put(`mark.${name}`, value, at)
  }

  save<K extends SettingKey>(key: K, value: Value<K>, at: number): Promise<void> {
    return this.#store.write(() => this.put(key, value, at))
  }

  saveMark(name: string, value: unknown, at: number): Promise<void> {
    return this.#store.write(() => this.putMark(name, value, at))
  }

  #put(key: string, value: unknown, at: number): void {
    this.#store.put('settings', { key }, { value: JSON.stringify(value), updatedAt: at })
    this.#known.delete(key)
  }

  /** `parse` gives no undefined, which is what is not remembered yet: it would be read again for each request. */
  #value<T extends NonNullable<unknown> | null>(key: string, parse: (stored: unknown) => T): T {
    const known = this.#known.get(key)
    if (known !== undefined) return known as T
    const row = this.#store.find('settings', { key })
    const value = parse(row && JSON.parse(row.value))
    this.#known.set(key, value)
    return value
  }
}
