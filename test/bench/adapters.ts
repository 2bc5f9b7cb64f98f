import SQLite from 'better-sqlite3'
import type { Adapter, AdapterPayload } from 'oidc-provider'

const grantable = new Set(['AccessToken', 'AuthorizationCode', 'RefreshToken'])

/** The peer without durability: what oidc-provider's own in-memory adapter does, with nothing evicted. */
export function memoryAdapter(): (kind: string) => Adapter {
  const store = new Map<string, { payload: AdapterPayload; endsAt: number }>()
  const byUid = new Map<string, string>()
  const byGrant = new Map<string, Set<string>>()
  return (kind) => {
    const key = (id: string): string => `${kind}:${id}`
    const find = async (id: string): Promise<AdapterPayload | undefined> => {
      const entry = store.get(key(id))
      return entry && entry.endsAt > Date.now() ? entry.payload : undefined
    }
    return {
      find,
      async upsert(id, payload, expiresIn) {
        if (kind === 'Session' && payload.uid) byUid.set(payload.uid, id)
        if (grantable.has(kind) && payload.grantId) {
          const members = byGrant.get(payload.grantId) ?? new Set()
          members.add(key(id))
          byGrant.set(payload.grantId, members)
        }
        store.set(key(id), { payload, endsAt: Date.now() + (expiresIn ?? 0) * 1000 })
      },
      async consume(id) {
        const entry = store.get(key(id))
        if (entry) entry.payload.consumed = Math.floor(Date.now() / 1000)
      },
      async destroy(id) {
        store.delete(key(id))
      },
      async findByUid(uid) {
        return find(byUid.get(uid) ?? '')
      },
      async findByUserCode() {
        return undefined
      },
      async revokeByGrantId(grantId) {
        for (const member of byGrant.get(grantId) ?? []) store.delete(member)
        byGrant.delete(grantId)
      },
    }
  }
}

/** The peer with durability done plainly: one table, one statement and one fsync for each write. */
export function plainSqliteAdapter(path: string): (kind: string) => Adapter {
  const db = new SQLite(path)
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = FULL')
  db.exec(
    'CREATE TABLE records (kind TEXT, id TEXT, payload TEXT, uid TEXT, grantId TEXT, endsAt INTEGER, PRIMARY KEY (kind, id)) WITHOUT ROWID; CREATE INDEX byUid ON records (kind, uid); CREATE INDEX byGrant ON records (kind, grantId)',
  )
  const put = db.prepare(
    'INSERT INTO records VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (kind, id) DO UPDATE SET payload = excluded.payload, endsAt = excluded.endsAt',
  )
  const one = db.prepare<unknown[], { payload: string }>(
    'SELECT payload FROM records WHERE kind = ? AND id = ? AND endsAt > ?',
  )
  const uid = db.prepare<unknown[], { payload: string }>(
    'SELECT payload FROM records WHERE kind = ? AND uid = ?',
  )
  const consume = db.prepare(
    `UPDATE records SET payload = json_set(payload, '$.consumed', ?) WHERE kind = ? AND id = ?`,
  )
  const drop = db.prepare('DELETE FROM records WHERE kind = ? AND id = ?')
  const revoke = db.prepare('DELETE FROM records WHERE kind = ? AND grantId = ?')
  const parsed = (row: { payload: string } | undefined): AdapterPayload | undefined =>
    row && JSON.parse(row.payload)
  return (kind) => ({
    async upsert(id, payload, expiresIn) {
      put.run(
        kind,
        id,
        JSON.stringify(payload),
        payload.uid ?? null,
        payload.grantId ?? null,
        Date.now() + (expiresIn ?? 0) * 1000,
      )
    },
    async find(id) {
      return parsed(one.get(kind, id, Date.now()))
    },
    async findByUid(value) {
      return parsed(uid.get(kind, value))
    },
    async findByUserCode() {
      return undefined
    },
    async consume(id) {
      consume.run(Math.floor(Date.now() / 1000), kind, id)
    },
    async destroy(id) {
      drop.run(kind, id)
    },
    async revokeByGrantId(grantId) {
      revoke.run(kind, grantId)
    },
  })
}
