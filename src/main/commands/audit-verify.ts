import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { databaseFile, Reader, StartRefused } from '#db'
import { type AuditCheck, checkAudit, type Keys, readKeys, verifyTrail } from '#engine'
import { timeText } from '#shared/japanese-date'
import { readDataKey } from '../data-key.ts'

const words = {
  gap: '記録が抜かれています。',
  hash: '記録が書き換えられています。',
  copy: '署名した控え（audit-signed）と違います。記録か控えが作り直されています。',
  head: 'データベースの外の控え（audit-head）と違います。新しい記録が失われているか、控えが作り直されています。',
}
const say = (text: string): boolean => process.stdout.write(`${text}\n`)

/**
 * `npm run audit:verify -- --data-dir D [--key-file K]`: checks the audit's chain, its head and its signed copies, also while
 * the service runs. Exit code 1: an entry was changed or is missing, or what vouches for it is.
 */
async function verify(): Promise<number> {
  const { values } = parseArgs({
    options: { 'data-dir': { type: 'string' }, 'key-file': { type: 'string' } },
  })
  const folder = values['data-dir']
  if (folder === undefined || !existsSync(join(folder, databaseFile)))
    throw new StartRefused(
      `--data-dir で、データフォルダを指定してください: ${folder ?? ''} (Name a data folder.)`,
      { reason: 'usage' },
    )
  const reader = new Reader(join(folder, databaseFile))
  try {
    const keys = keysOf(folder, values['key-file'])
    if (keys instanceof StartRefused) return await chainAlone(reader, keys)
    return tell(await checkAudit({ folder, keys, reader, now: Date.now() }))
  } finally {
    reader.close()
  }
}

/** Without the keys only the chain itself can be checked, not its head nor its signed copies. */
function keysOf(folder: string, keyFile: string | undefined): Keys | StartRefused {
  try {
    const keys = readKeys(folder, readDataKey(folder, keyFile))
    return keys ?? new StartRefused('keys.json がありません。', { reason: 'keys-unusable' })
  } catch (error) {
    if (error instanceof StartRefused && error.reason !== 'usage') return error
    throw error
  }
}

async function chainAlone(reader: Reader, why: StartRefused): Promise<number> {
  const { entries, broken } = await verifyTrail(reader)
  tellChain(entries, broken)
  say(`控え（audit-head と audit-signed）は確かめていません。${why.message}`)
  return broken ? 1 : why.exitCode
}

function tell({ entries, broken, head, missing, unreadable }: AuditCheck): number {
  tellChain(entries, broken)
  if (head === 'agrees') say('データベースの外の控え（audit-head）と一致しています。')
  if (head === 'missing') say('データベースの外の控え（audit-head）がありません。')
  if (missing.length > 0) say(`署名した控え（audit-signed）のない日: ${missing.join('、')}`)
  if (unreadable.length > 0) say(`読めない署名した控え: ${unreadable.join('、')}`)
  if (!broken && missing.length + unreadable.length === 0)
    say('署名した控え（audit-signed）と一致しています。')
  return broken || head === 'missing' || missing.length + unreadable.length > 0 ? 1 : 0
}

function tellChain(entries: number, broken: AuditCheck['broken']): void {
  if (!broken) say(`監査の記録 ${entries}件は、はじめから終わりまでつながっています。`)
  else
    say(
      `監査の記録は ${broken.id}番（${timeText(broken.at)}）でつながっていません。${words[broken.why]}` +
        (broken.why === 'gap' || broken.why === 'hash'
          ? `それより前の ${entries}件はつながっています。`
          : ''),
    )
}

verify().then(
  (code) => {
    process.exitCode = code
  },
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    process.exitCode = error instanceof StartRefused ? error.exitCode : 1
  },
)
