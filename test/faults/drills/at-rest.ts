import { join } from 'node:path'
import SQLite from 'better-sqlite3'
import { Reader } from '#db'
import { checkAudit, readKeys } from '#engine'
import { readDataKey } from '../../../src/main/data-key.ts'

/** What may never be, by the rows themselves: no half state, each act with its entry, no token under an ended grant. */
const never = {
  'a status that is not the last of its history':
    'SELECT count(*) FROM grants g WHERE status <> (SELECT toStatus FROM grantHistory h WHERE h.grantId = g.id ORDER BY seq DESC LIMIT 1)',
  'a live refresh token under an ended grant':
    'SELECT count(*) FROM refreshTokens t JOIN grants g ON g.id = t.grantId WHERE g.endedAt IS NOT NULL AND t.endedAt IS NULL',
  'a grant without its entry':
    "SELECT count(*) FROM grants WHERE id NOT IN (SELECT targetId FROM auditEntries WHERE action = 'grants.permit')",
  'an end without its entry':
    "SELECT count(*) FROM grants WHERE endedAt IS NOT NULL AND id NOT IN (SELECT targetId FROM auditEntries WHERE targetKind = 'grant' AND action LIKE 'grants.%' AND action <> 'grants.permit')",
  'a grant without accounts':
    'SELECT count(*) FROM grants WHERE id NOT IN (SELECT grantId FROM grantAccounts)',
  'a grant without its code':
    'SELECT count(*) FROM grants g WHERE NOT EXISTS (SELECT 1 FROM authorizationCodes c WHERE c.grantId = g.id)',
}

/** Looks at the files of a service that has ended, not at its word. @param keyFile of what keys.json is wrapped with @returns what is wrong */
export async function checkAtRest(folder: string, keyFile?: string): Promise<string[]> {
  const path = join(folder, 'renkei.db')
  const wrong: string[] = []
  const db = new SQLite(path, { readonly: true })
  const integrity = db.pragma('integrity_check', { simple: true })
  if (integrity !== 'ok') wrong.push(String(integrity))
  if ((db.pragma('foreign_key_check') as unknown[]).length > 0) wrong.push('foreign keys')
  for (const [what, text] of Object.entries(never)) {
    const found = Number(db.prepare(text).pluck().get())
    if (found > 0) wrong.push(`${found} × ${what}`)
  }
  db.close()
  const reader = new Reader(path)
  const keys = readKeys(folder, readDataKey(folder, keyFile))
  if (!keys) throw new Error('no keys')
  const audit = await checkAudit({ folder, keys, reader, now: Date.now() })
  reader.close()
  if (audit.broken) wrong.push(`audit broken at ${audit.broken.id}: ${audit.broken.why}`)
  const alarms = [...audit.missing, ...audit.unreadable]
  if (alarms.length > 0) wrong.push(`signed copies: ${alarms}`)
  if (audit.head !== 'agrees') wrong.push(`the head ${audit.head}`)
  return wrong
}

/** How many starts said that the former run had not ended by a stop. */
export const crashesTold = (folder: string): number =>
  entries(folder, "action = 'system.start' AND reason = 'after-crash'")

export const permitsTold = (folder: string): number => entries(folder, "action = 'grants.permit'")

function entries(folder: string, which: string): number {
  const db = new SQLite(join(folder, 'renkei.db'), { readonly: true })
  const found = Number(db.prepare(`SELECT count(*) FROM auditEntries WHERE ${which}`).pluck().get())
  db.close()
  return found
}

/** A planted fault: the customers with grants seem to have ended none, and their codes were never used. */
export function revive(folder: string): void {
  const db = new SQLite(join(folder, 'renkei.db'))
  db.exec(`
    DROP TRIGGER grantsFinalStays;
    UPDATE refreshTokens SET endedAt = NULL;
    UPDATE grants SET endedAt = NULL, status = 'active'`)
  db.close()
}
