import { randomBytes } from 'node:crypto'
import { parseArgs } from 'node:util'
import { StartRefused, writeWhole } from '#db'

/** `npm run keys:make -- --data-key K`: makes the key that wraps keys.json, in a new file that its owner alone can read. */
function make(): void {
  const { values } = parseArgs({ options: { 'data-key': { type: 'string' } } })
  const path = values['data-key']
  if (path === undefined)
    throw new StartRefused(
      '--data-key で、新しい鍵を書くファイルを指定してください（データフォルダの外）。 (Name a new file.)',
      { reason: 'usage' },
    )
  try {
    writeWhole(path, `${randomBytes(32).toString('base64url')}\n`, 'new')
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause
    throw new StartRefused(
      `ファイルがすでにあります: ${path}\n鍵を上書きすると、その鍵で包んだデータは二度と開けません。何も変更していません。 (The file exists.)`,
      { reason: 'usage', cause },
    )
  }
  process.stdout.write(
    `データの鍵を作りました: ${path}\n起動のときに --key-file ${path} を付けてください。この機械とは別の場所にも、写しを1つ保管してください。\n`,
  )
}

try {
  make()
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = error instanceof StartRefused ? error.exitCode : 1
}
