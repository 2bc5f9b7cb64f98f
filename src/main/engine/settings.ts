import type { z } from 'zod'
import { query, type Store } from '#db'
import { type SettingKey, settings } from '#shared/settings'

type Value<K extends SettingKey> = z.output<(typeof settings)[K]>

const all = query<Record<never, never>>()((k) => k.selectFrom('settings').select(['key', 'value']))

const defaults: { [K in SettingKey]: unknown } = {
  institution: { code: '0000', name: '信用組合（名称未設定）', phone: '電話番号未設定' },
  policy: {},
  desk: {},
  retention: {},
  'policy.personal': {},
  'policy.business': {},
  hours: {},
}

/** Settings as parsed values, kept in memory and replaced when one is saved. */
export class Settings {
  readonly #store: Store
  readonly #values = new Map<string, unknown>()
  /** What `get` gave last: it is asked with every token. */
  readonly #parsed = new Map<SettingKey, unknown>()

  constructor(store: Store) {
    this.#store = store
    for (const row of store.statement(all).all({})) this.#values.set(row.key, JSON.parse(row.value))
  }

  get<K extends SettingKey>(key: K): Value<K> {
    const known = this.#parsed.get(key)
    if (known !== undefined) return known as Value<K>
    const value = settings[key].parse(this.#values.get(key) ?? defaults[key]) as Value<K>
    this.#parsed.set(key, value)
    return value
  }

  /** A mark of the program's own, such as "this is demo data". */
  mark(name: string): unknown {
    return this.#values.get(`mark.${name}`)
  }

  save<K extends SettingKey>(key: K, value: Value<K>, at: number): Promise<void> {
    return this.#keep(key, settings[key].parse(value), at)
  }

  saveMark(name: string, value: unknown, at: number): Promise<void> {
    return this.#keep(`mark.${name}`, value, at)
  }

  async #keep(key: string, value: unknown, at: number): Promise<void> {
    await this.#store.write(() =>
      this.#store.put('settings', { key }, { value: JSON.stringify(value), updatedAt: at }),
    )
    this.#values.set(key, value)
    this.#parsed.delete(key as SettingKey)
  }
}
