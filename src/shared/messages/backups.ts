import type { Texts } from './text.ts'

/** Backups and the keys at rest, on きょう and 稼働状況. */
export const backups = {
  'backup.title': ['バックアップ', 'Backups'],
  'backup.newest': ['いちばん新しいもの', 'Newest'],
  'backup.newest.none': ['まだ作られていません', 'None was made yet'],
  'backup.newest.unknown': [
    '分かりません（置き場所を開けません）',
    'Unknown: the folder cannot be opened',
  ],
  'backup.newest.value': ['{time}（{name}、{size}）', '{time} ({name}, {size})'],
  'backup.plan': ['決まり', 'Rule'],
  'backup.plan.value': [
    '毎日 {time}、{days, number}日分と{months, number}か月分を残す',
    'Daily at {time}; {days, number} days and {months, number} months are kept',
  ],
  'backup.plan.none': ['決まっていません', 'Not set up'],
  'backup.folder': ['置き場所', 'Folder'],
  'backup.recipient': ['公開鍵', 'Recipient'],
  'backup.run': ['今すぐバックアップ', 'Back up now'],
  'backup.running': ['バックアップしています', 'A backup is being made'],
  'backup.none.title': ['バックアップが設定されていません', 'Backups are not set up'],
  'backup.none.todo': [
    'この機械が壊れると、すべての連携と記録が失われます。システム管理者が、この機械で npm run backup:setup を実行してください（README の「Backup and restore」）。',
    'If this machine breaks, all grants and records are lost. The system administrator runs npm run backup:setup on this machine (README, "Backup and restore").',
  ],
  'backup.late.title': [
    '新しいバックアップがありません（{newest}）',
    'There is no recent backup ({newest})',
  ],
  'backup.failed.title': ['バックアップに失敗しています', 'Backups fail'],
  'backup.late.newest': ['いちばん新しいものは {time}', 'the newest is of {time}'],
  'backup.late.never': ['一度も作られていません', 'none was ever made'],
  'backup.failure.plan': [
    '設定（backup.json）が読めません。npm run backup:setup でもう一度設定してください。',
    'The setting (backup.json) cannot be read. Run npm run backup:setup again.',
  ],
  'backup.failure.folder': [
    'バックアップ先のフォルダを開けません。つながっているか、権限があるか確かめてください。',
    'The folder for backups cannot be opened. See whether it is connected and may be written.',
  ],
  'backup.failure.run': [
    'バックアップの途中で失敗しました。空き容量と、ログ（logs/engine.log）を確かめてください。1時間ごとにやり直します。',
    'A backup failed on the way. See to free space, and the log (logs/engine.log). It is tried again every hour.',
  ],
  'backup.late.todo': ['システム管理者に知らせてください。', 'Tell the system administrator.'],
  'backup.late.mend': [
    '稼働状況の「今すぐバックアップ」で作り直してください。失敗するときは、理由がここに出ます。',
    'Make one with "Back up now" on the page of the system: where that fails, the reason stands here.',
  ],
  'keys.clear.title': ['鍵が包まれていません', 'The keys are not wrapped'],
  'keys.clear.todo': [
    'データフォルダの写しだけで、すべてを読めます。システム管理者が npm run keys:make -- --data-key で鍵を作り、--key-file を付けて起動してください（README の「Where data lives」）。',
    'Who has a copy of the data folder can read everything. The system administrator makes a key (npm run keys:make -- --data-key) and starts with --key-file (README, "Where data lives").',
  ],
  'keys.state': ['鍵の保管', 'Keys at rest'],
  'keys.state.wrapped': ['包まれている', 'Wrapped'],
  'keys.state.clear': ['包まれていない', 'In clear'],
} as const satisfies Texts
