import { randomBytes } from 'node:crypto'
import { StartRefused, writeWhole } from '#db'
import { newIdentity } from '../backup/container.ts'
import { optionsOf, runMain, usage } from './run-main.ts'

/**
 * `npm run keys:make -- --data-key K`: the key that wraps keys.json.
 * `npm run keys:make -- --backup-identity I`: the pair of keys for backups; the file is kept apart from the machine.
 * Either goes into a new file that its owner alone can read.
 */
async function make(): Promise<number> {
  const given = optionsOf('data-key', 'backup-identity')
  const dataKey = given['data-key']
  const identity = given['backup-identity']
  if (dataKey !== undefined && identity === undefined) {
    writeNew(dataKey, `${randomBytes(32).toString('base64url')}\n`)
    say(
      `データの鍵を作りました: ${dataKey}\n起動のときに --key-file ${dataKey} を付けてください。この機械とは別の場所にも、写しを1つ保管してください。`,
    )
  } else if (identity !== undefined && dataKey === undefined) {
    const made = await newIdentity()
    writeNew(identity, `# public key: ${made.recipient}\n${made.identity}\n`)
    say(
      `バックアップの鍵を作りました: ${identity}\nこのファイルは復元にだけ使います。別の場所に2か所保管し、この機械からは消してください。\n公開鍵（--recipient）: ${made.recipient}`,
    )
  } else
    throw usage(
      '--data-key か --backup-identity のどちらかで、新しい鍵を書くファイルを指定してください。',
      'Name a new file.',
    )
  return 0
}

const say = (text: string): boolean => process.stdout.write(`${text}\n`)

function writeNew(path: string, text: string): void {
  try {
    writeWhole(path, text, 'new')
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause
    throw new StartRefused(
      `ファイルがすでにあります: ${path}\n鍵を上書きすると、その鍵で包んだものは二度と開けません。何も変更していません。 (The file exists.)`,
      { reason: 'usage', cause },
    )
  }
}

runMain(make)
