import type { Texts } from './text.ts'

/** 稼働状況. */
export const system = {
  'system.lead': [
    'サーバーが5秒ごとに知らせる今の状態です。',
    'The state as the server reports it every 5 seconds.',
  ],
  'system.listeners': ['待ち受け', 'Listeners'],
  'system.provider': ['API業者とお客さま向け', 'For providers and customers'],
  'system.console': ['コンソール（ブラウザ）', 'Console (browser)'],
  'system.console.none': ['なし（デスクトップのみ）', 'None (desktop only)'],
  'system.on': ['稼働中', 'Running'],
  'system.off': ['停止', 'Stopped'],
  'system.startedAt': ['起動した時刻', 'Started'],
  'system.traffic': ['直近1時間', 'Last hour'],
  'system.calls': ['API業者のアクセス', 'Provider calls'],
  'system.errors': ['断ったアクセス', 'Refused calls'],
  'system.since': ['{time}からの分だけを数えています。', 'Counted since {time} only.'],
  'system.revokedToday': ['今日の解除', 'Revoked today'],
  'system.customers': ['登録のお客さま', 'Customers'],
  'system.providers': ['有効・停止中のAPI業者', 'Active and suspended providers'],
  'system.suspended': ['停止中のAPI業者', 'Suspended providers'],
  'system.database': ['データベース', 'Database'],
  'system.size': ['大きさ', 'Size'],
  'system.journal': ['記録方式', 'Journal'],
  'system.onDisk': ['書き込みの保証', 'Write guarantee'],
  'system.onDisk.yes': [
    '「できました」と答えるのは、ディスクに残ったと確かめてからです。',
    'A write is answered as done only once it is known to be on disk.',
  ],
  'system.onDisk.no': [
    '要確認：ディスクに残ったと確かめられなかった書き込みがあります。すべてを確かめ直すまで、新しい書き込みは受け付けません。',
    'To be checked: a write could not be confirmed on disk. No other is taken before everything has been made sure of.',
  ],
  'system.checkedAt': ['全体の点検', 'Whole check'],
  'system.checkedAt.found': ['{time}に終わり、破損なし', 'Ended {time}: no damage'],
  'system.checkedAt.none': ['起動後、まだ終わっていません', 'None has ended since the start'],
  'halt.title': [
    '全体停止中：API業者との新しい連携・更新・データの提供を止めています',
    'Halted: no new links, renewals or data for any provider',
  ],
  'halt.what': [
    '{time} に {name} が停止しました。理由：{reason}',
    '{name} halted it at {time}. Reason: {reason}',
  ],
  'halt.goesOn': [
    'お客さまの検索、受付、解除は行えます。API業者からの解除とトークンの照会も受け付けています。',
    'Searches, requests and revocations go on; so do revocations and introspection by providers.',
  ],
  'halt.looked': ['{name} が確認しました。', '{name} has looked at it.'],
  'halt.look': ['停止を確認した', 'I have looked at it'],
  'halt.resume': ['再開を申請する', 'Ask to resume'],
  'halt.do': ['全体を停止する', 'Halt all providers'],
  'halt.section': ['全体停止', 'Halt'],
  'halt.lead': [
    'すべてのAPI業者からの連携・更新・読み取りを、次のアクセスから断ります。一人で直ちに行え、再開にはもう一人の確認が要ります。',
    'Refuses links, refreshes and reads of every provider from the next request on. One person does it at once; to resume takes another one’s agreement.',
  ],
  'halt.reason': ['停止の理由', 'Reason'],
  'halt.impact': [
    '影響：続いている連携 {grants, number}件、API業者 {providers, number}社',
    'Impact: {grants, plural, one {# link that has not ended} other {# links that have not ended}} of {providers, plural, one {# provider} other {# providers}}',
  ],
  'clock.by': [
    '{days, number}日{hours}時間{minutes}分',
    '{days, number} d {hours} h {minutes} min',
  ],
  'clock.ahead': [
    'この機械の時計が{by}進められました',
    'The clock of this machine was set ahead by {by}',
  ],
  'clock.back': [
    'この機械の時計が{by}戻されました',
    'The clock of this machine was set back by {by}',
  ],
  'clock.what': [
    'いまの時計は{time}です。正しいと分かるまで、期限が来たことによる連携の終了、一時停止の期限、古い記録の片づけを止めています。',
    'It says {time}. Until it is known to be true, no link ends because its time has come, no hold ends, and nothing old is put away.',
  ],
  'clock.todo': [
    '正しい時刻なら「この時刻で正しい」を押してください。違うときは、この機械の時計を直してください。元に戻ると、この知らせは消えます。',
    'If the time is right, confirm it. If not, set the clock of this machine right: once it is back this notice goes.',
  ],
  'clock.todo.ask': [
    '本部管理者かシステム管理者に、時刻を確かめるよう頼んでください。',
    'Ask an administrator of the head office or of the system to check the time.',
  ],
  'clock.confirm': ['この時刻で正しい', 'This time is right'],
  'disk.free': ['ディスクの空き', 'Free disk space'],
  'disk.free.value': [
    '{total}のうち{free}（{percent, number}%）。別に、いっぱいになったときの職員の操作の分を取ってあります',
    '{free} of {total} ({percent, number} %). Room for the acts of staff on a full disk is kept besides',
  ],
  'disk.free.value.none': [
    '{total}のうち{free}（{percent, number}%）。いっぱいになったときの職員の操作の分は、まだ取れていません',
    '{free} of {total} ({percent, number} %). Room for the acts of staff on a full disk is not kept yet',
  ],
  'disk.low': [
    'ディスクの空きが少なくなっています（残り{free}）',
    'The disk has little room left ({free})',
  ],
  'disk.low.what': [
    'いっぱいになると、新しい連携とAPI業者への新しいトークンが止まります。',
    'Once it is full, new links and new tokens for providers stop.',
  ],
  'disk.full': ['ディスクがいっぱいです', 'The disk is full'],
  'disk.full.what': [
    '新しい連携、API業者への新しいトークン、取り込みを止めています。残高と明細の照会には答えています。解除、緊急停止、API業者の停止などの職員の操作は、取ってあった分で続けられますが、それにも限りがあります。',
    'New links, new tokens for providers and imports are stopped. Balances and transactions are answered. What staff do, such as revoking and stopping, goes on in room that was kept for it, which is limited.',
  ],
  'disk.todo': [
    'データの場所のディスクに空きを作ってください。空きができると、数秒で元に戻ります。場所は稼働状況にあります。',
    'Make room on the disk of the data folder. A few seconds after that everything goes on. The system page says where it is.',
  ],
  'system.folder': ['場所', 'Folder'],
  'system.memory': ['メモリ', 'Memory'],
  'system.clock': ['時計のずれ（練習用）', 'Clock offset (practice)'],
  'system.clock.none': ['なし', 'None'],
} as const satisfies Texts
