import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { databaseFile, StartRefused } from '#db'
import { openEngine, reenrolStaff, staffByLoginId, systemClock, systemContext } from '#engine'
import { readDataKey } from '../data-key.ts'

/**
 * `npm run staff:reset -- --data-dir D --login-id ID [--key-file K]`: gives an enrolment code to somebody who cannot sign in any more. Whoever
 * has access to the machine runs it while the service is stopped. It is the only way back in, and the audit records it.
 */
const usage = '使い方: npm run staff:reset -- --data-dir フォルダ --login-id 職員ID'

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      'data-dir': { type: 'string' },
      'key-file': { type: 'string' },
      'login-id': { type: 'string' },
    },
    strict: false,
  })
  const folder = values['data-dir']
  const loginId = values['login-id']
  const keyFile = values['key-file']?.toString()
  if (typeof folder !== 'string' || typeof loginId !== 'string') {
    process.stderr.write(`${usage}\n`)
    return 2
  }
  if (!existsSync(join(folder, databaseFile))) {
    process.stderr.write(`データがありません: ${folder}\n`)
    return 1
  }
  const engine = openEngine({
    folder,
    clock: systemClock(),
    log: { warn() {}, error() {} },
    version: 'staff-reset',
    dataKey: readDataKey(folder, keyFile),
  })
  try {
    const staff = staffByLoginId(engine, loginId)
    if (!staff) {
      process.stderr.write(`職員ID「${loginId}」は見つかりません。何も変えていません。\n`)
      return 1
    }
    const ctx = systemContext(engine)
    const actor = { ...ctx.actor, name: '端末での復旧' }
    const { result } = await reenrolStaff({ ...ctx, actor }, { id: staff.id })
    process.stdout.write(
      `${staff.name} の登録コード: ${result?.code}\nログイン画面の「登録コードで登録する」から、72時間以内に本人が登録します。\n`,
    )
    return 0
  } finally {
    await engine.close()
  }
}

main().then(
  (code) => {
    process.exitCode = code
  },
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    process.exitCode = error instanceof StartRefused ? error.exitCode : 1
  },
)
