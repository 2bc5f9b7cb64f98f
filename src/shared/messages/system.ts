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
  'system.sinceStart': ['起動してからの分だけを数えています。', 'Counted since the start only.'],
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
  'system.folder': ['場所', 'Folder'],
  'system.memory': ['メモリ', 'Memory'],
  'system.clock': ['時計のずれ（練習用）', 'Clock offset (practice)'],
  'system.clock.none': ['なし', 'None'],
} as const satisfies Texts
