import { existsSync } from 'node:fs'
import { timeText } from '#shared/japanese-date'
import { audit } from '#shared/messages/audit'
import manifest from '../../../package.json' with { type: 'json' }
import { readIdentities } from '../backup/container.ts'
import type { LostAct } from '../backup/lost.ts'
import { type Restored, restoreBackup } from '../backup/restore.ts'
import { readDataKey } from '../data-key.ts'
import { optionsOf, runMain, usage } from './run-main.ts'

const say = (text: string): boolean => process.stdout.write(`${text}\n`)

/**
 * `npm run restore -- --from F --data-dir D --identity-file I [--key-file K] [--since OLD]`: a new data folder from a backup, and
 * what must be done again. OLD is what is left of the former data folder.
 */
async function restore(): Promise<number> {
  const given = optionsOf('from', 'data-dir', 'identity-file', 'key-file', 'since')
  const { from, since, 'data-dir': folder, 'identity-file': identityFile } = given
  if (from === undefined || folder === undefined || identityFile === undefined)
    throw usage(
      '--from（バックアップのファイル）、--data-dir（新しいデータフォルダ）、--identity-file（秘密の鍵）を指定してください。',
      'Name backup, new data folder and identity.',
    )
  for (const path of [from, identityFile, ...(since === undefined ? [] : [since])])
    if (!existsSync(path)) throw usage(`見つかりません: ${path}`, 'No such file.')
  const restored = await restoreBackup({
    from,
    folder,
    identities: await readIdentities(identityFile),
    dataKey: readDataKey(folder, given['key-file']),
    since,
    program: manifest.version,
  })
  tell(folder, restored)
  return 0
}

function tell(folder: string, { manifest: { madeAt }, entries, lost }: Restored): void {
  say(`復元しました: ${folder}`)
  say(`監査の記録 ${entries}件を、はじめから終わりまで確かめました。`)
  say(
    `バックアップの時刻: ${timeText(madeAt, true)}。これより後の受付・解除・設定・連携は含まれません。`,
  )
  if (lost.entries === null)
    say(
      'これより後に何があったかは調べていません。元のデータフォルダ（または journal と audit-head の写し）があれば、--since で指定して、別のフォルダにもう一度復元してください。',
    )
  else say(`失われた監査の記録: ${lost.entries}件（元のフォルダの控えから）。`)
  list(
    '■ もう一度解除・停止してください（バックアップでは有効な連携）',
    lost.toEndAgain.map(
      (one) => `${one.label}　顧客番号 ${one.customerNumber}　${one.provider}　${actText(one)}`,
    ),
  )
  list(
    '■ 失われた受付',
    // A request is lost once, with all that was done in it.
    [...Map.groupBy(lost.requests, ({ label }) => label)].map(
      ([number, acts]) => `${number}　${acts.map(actText).join('、')}`,
    ),
  )
  list(
    '■ 確かめ直すAPI業者',
    lost.providers.map((one) => `${one.label}　${actText(one)}`),
  )
  list(
    '■ バックアップのあとに登録の変わった職員（ログインできません。権限と利用停止を確かめ、登録コードを出し直してください）',
    lost.staff.map((one) => `${one.label}　${actText(one)}`),
  )
  say(
    'バックアップの時点の登録コードとログイン中の画面は、どれも使えません。確認待ちの変更は、申請し直してください。',
  )
  say('この一覧は、復元したフォルダの restored-….json にもあります。')
}

const actText = ({ action, at }: LostAct): string => {
  const words = audit[`action.${action}` as keyof typeof audit] as
    | readonly [string, string]
    | undefined
  return `${words?.[0] ?? action}　${timeText(at, true)}`
}

function list(title: string, lines: string[]): void {
  if (lines.length === 0) return
  say(`\n${title}: ${lines.length}件`)
  for (const line of lines) say(`  ${line}`)
}

runMain(restore)
