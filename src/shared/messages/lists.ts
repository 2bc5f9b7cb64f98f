import type { Texts } from './text.ts'

/** What every list offers: columns, saved views, CSV. */
export const lists = {
  'csv.button': ['CSV', 'CSV'],
  'csv.title': ['CSVに書き出す', 'Write a CSV file'],
  'csv.lead': [
    'いま表示している条件と順序のとおりに、すべての行を書き出します。監査記録に残ります。',
    'All rows of the list as it is filtered and sorted now. It is kept in the audit.',
  ],
  'csv.encoding.utf-8': ['UTF-8（BOMつき）', 'UTF-8 with BOM'],
  'csv.encoding.cp932': ['Shift_JIS（CP932）', 'Shift_JIS (CP932)'],
  'csv.columns': ['列', 'Columns'],
  'csv.columns.shown': ['表示している列', 'Those shown'],
  'csv.columns.all': ['すべての列', 'All'],
  'csv.missing': [
    'Shift_JIS にない文字が {count, number}種あります',
    '{count, plural, one {# character is} other {# characters are}} not in Shift_JIS',
  ],
  'csv.missing.todo': [
    'UTF-8 にすると、そのまま書き出せます。Shift_JIS では〓に置き換えます。',
    'UTF-8 keeps them. Shift_JIS writes a mark in their place.',
  ],
  'csv.progress': [
    '{rows, number}行を書き出しました。続けています。',
    '{rows, plural, one {# row} other {# rows}} so far.',
  ],
  'csv.replace': ['〓に置き換えて書き出す', 'Write with marks'],
  'csv.write': ['書き出す', 'Write'],
  'list.view': ['表示', 'View'],
  'list.unsortable': [
    'まだ読み込んでいない行があるため、この列では並べ替えられません。絞り込んでください。',
    'There are rows that are not loaded yet: filter the list to sort it by this column.',
  ],
  'list.up': ['{name} を前へ', '{name} forward'],
  'list.down': ['{name} を後ろへ', '{name} back'],
  'list.dense': ['行の間を詰める', 'Close rows'],
  'list.saveAs': ['この条件に名前をつけて保存', 'Save this view as'],
  'list.shared': ['全員で使う', 'For everybody'],
  'list.saved': ['左のメニューの下に加えました。', 'Added below the menu.'],
  'list.views': ['保存した表示', 'Saved views'],
  'list.sharedMark': ['（共有）', '(shared)'],
  'list.remove': ['{name} を消す', 'Remove {name}'],
  'list.removed': ['「{name}」を消しました。', '“{name}” is removed.'],
  'list.putBack': ['元に戻す', 'Put it back'],
  'list.empty.todo': ['条件を変えると見つかることがあります。', 'Try another filter.'],
  'file.service': ['サービス', 'Service'],
  'file.channel': ['個人・法人', 'Channel'],
  'file.atJapan': ['日時（日本時間）', 'Time (Japan)'],
  'file.atUtc': ['日時（UTC）', 'Time (UTC)'],
  'file.actorId': ['操作者の番号', 'Actor id'],
  'file.actionCode': ['操作コード', 'Action code'],
  'file.hash': ['ハッシュ', 'Hash'],
} as const satisfies Texts
