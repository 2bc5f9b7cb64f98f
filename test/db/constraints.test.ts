import { join } from 'node:path'
import SQLite from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { databaseFile } from '#db'
import { World } from '../support/world.ts'

/** Nonsense is refused by the file itself, whatever the program above it does. */
let world: World
let db: SQLite.Database

beforeAll(async () => {
  world = await World.open()
  await world.permit()
  await world.permit({ customer: 1 })
  db = new SQLite(join(world.engine.store.folder, databaseFile))
})
afterAll(async () => {
  db.close()
  await world.close()
})

describe('the file refuses', () => {
  it.each([
    [
      'a revoked grant without an actor',
      `UPDATE grants SET status='revoked', endedAt=1, requester='self', requestChannel='phone', reason='other' WHERE id=1`,
    ],
    [
      'a revoked grant without a requester',
      `UPDATE grants SET status='revoked', endedAt=1, endedBy='staff:1', requestChannel='phone', reason='other' WHERE id=1`,
    ],
    [
      'a revoked grant without a channel',
      `UPDATE grants SET status='revoked', endedAt=1, endedBy='staff:1', requester='self', reason='other' WHERE id=1`,
    ],
    [
      'a revoked grant without a reason',
      `UPDATE grants SET status='revoked', endedAt=1, endedBy='staff:1', requester='self', requestChannel='phone' WHERE id=1`,
    ],
    ['a live grant with an end', `UPDATE grants SET endedAt=1 WHERE id=1`],
    ['an ended grant without its time', `UPDATE grants SET status='expired' WHERE id=1`],
    ['a grant that ends before it begins', `UPDATE grants SET expiresAt=grantedAt WHERE id=1`],
    ['a longer grant', `UPDATE grants SET expiresAt=expiresAt+1 WHERE id=1`],
    ['a grant deleted', `DELETE FROM grants WHERE id=1`],
    ['an unknown state', `UPDATE grants SET status='perhaps' WHERE id=1`],
    ['history changed', `UPDATE grantHistory SET reason='other'`],
    ['history deleted', `DELETE FROM grantHistory`],
    ['the audit changed', `UPDATE auditEntries SET actorName='someone else'`],
    ['the audit deleted', `DELETE FROM auditEntries`],
    [
      'an access record deleted',
      `INSERT INTO accessRecords (at, providerId, endpoint, status, result) VALUES (1, 1, 'x', 200, 'ok'); DELETE FROM accessRecords`,
    ],
    [
      'a token of no grant',
      `PRAGMA foreign_keys=ON; INSERT INTO refreshTokens (id, hash, grantId, issuedAt) VALUES (999, zeroblob(16), 12345, 1)`,
    ],
    [
      'a token kept whole',
      `INSERT INTO refreshTokens (id, hash, grantId, issuedAt) VALUES (999, zeroblob(38), 1, 1)`,
    ],
    [
      'an act approved by its requester',
      `INSERT INTO providerActs (providerId, action, requestedBy, requestedAt, approvedBy, approvedAt, singleHanded) VALUES (1, 'x', 1, 1, 1, 1, 0)`,
    ],
    [
      'a suspension without a reason',
      `UPDATE providers SET status='suspended', statusReason=NULL WHERE id=1`,
    ],
    ['keys from two sources', `UPDATE providers SET jwksUri='https://a.example' WHERE id=1`],
    ['text in a number', `UPDATE grants SET grantedAt='yesterday' WHERE id=1`],
  ])('%s', (_name, statement) => {
    expect(() => db.exec(`BEGIN; ${statement}; COMMIT`)).toThrow()
    if (db.inTransaction) db.exec('ROLLBACK')
  })

  it('any change of a grant that has ended', () => {
    db.exec(
      `UPDATE grants SET status='revoked', endedAt=1, endedBy='staff:1', requester='self', requestChannel='phone', reason='other' WHERE id=2`,
    )
    for (const change of [
      `status='active', endedAt=NULL`,
      `reason='deceased'`,
      `endedBy='staff:2'`,
      `endedAt=2`,
    ])
      expect(() => db.exec(`UPDATE grants SET ${change} WHERE id=2`)).toThrow('never changes')
  })
})
