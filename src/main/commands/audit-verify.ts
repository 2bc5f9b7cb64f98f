import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { databaseFile, Reader, StartRefused } from '#db'
import { checkSignedCopies, loadKeys, verifyTrail } from '#engine'
import { timeText } from '#shared/japanese-date'

const words = {
  gap: '記録が抜かれています。',
  hash: '記録が書き換えられています。',
  copy: '署名した控え（audit-signed）と違います。記録か控えが作り直されています。',
}

/**
 * `npm run audit:verify -- --data-dir D`: checks the audit's chain, also while the service runs. Exit code 1: an entry was
 * changed or is missing.
 */
async function verify(): Promise<void> {
  const { values } = parseArgs({ options: { 'data-dir': { type: 'string' } } })
  const folder = values['data-dir']
  if (folder === undefined || !existsSync(join(folder, databaseFile)))
    throw new StartRefused(
      `--data-dir で、データフォルダを指定してください: ${folder ?? ''} (Name a data folder.)`,
      { reason: 'usage' },
    )
  const reader = new Reader(join(folder, databaseFile))
  try {
    const { entries, broken: link } = await verifyTrail(reader)
    const broken =
      link ??
      // Without keys.json the signed copies cannot be checked; the chain can.
      (existsSync(join(folder, 'keys.json'))
        ? await checkSignedCopies(folder, loadKeys(folder, false), reader)
        : null)
    if (!broken) {
      process.stdout.write(`監査の記録 ${entries}件は、はじめから終わりまでつながっています。\n`)
      return
    }
    process.exitCode = 1
    process.stdout.write(
      `監査の記録は ${broken.id}番（${timeText(broken.at)}）でつながっていません。` +
        `${words[broken.why]}${broken.why === 'copy' ? '' : `それより前の ${entries}件はつながっています。`}\n`,
    )
  } finally {
    reader.close()
  }
}

verify().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(error instanceof StartRefused ? error.exitCode : 1)
})
