import type { Texts } from './text.ts'

/** Retention periods, and deletion by two persons. */
export const retention = {
  'retention.title': ['保存期間と削除', 'Retention and deletion'],
  'retention.lead': [
    '保存期間を過ぎた記録だけを、二人の確認で削除します。期間は「設定」で決めます。',
    'Only what has been kept long enough is deleted, by two persons. The terms are under Settings.',
  ],
  'retention.classes': ['記録の種類', 'Classes of records'],
  'retention.kind.audit': ['監査記録', 'Audit'],
  'retention.kind.requests': ['受付', 'Requests'],
  'retention.kind.provisions': ['提供の記録', 'Records of provision'],
  'retention.kind.grants': ['終わった連携', 'Ended grants'],
  'retention.years': ['保存期間', 'Term'],
  'retention.yearsOf': ['{years, number}年', '{years, plural, one {# year} other {# years}}'],
  'retention.before': ['これより前', 'Before'],
  'retention.expired': ['期間を過ぎた件数', 'Kept long enough'],
  'retention.act': ['手続き', 'Act'],
  'retention.settings': ['期間を設定で見る', 'Terms under Settings'],
  'retention.propose': ['削除を申請', 'Ask to delete'],
  'retention.runs': ['削除の記録', 'Deletions'],
  'retention.runs.empty': ['削除したことはありません', 'Nothing was ever deleted'],
  'retention.deleted': ['削除した件数', 'Deleted'],
  'retention.madeBy': ['申請者', 'Asked by'],
  'retention.state.pending': ['検印待ち', 'To be approved'],
  'retention.state.approved': ['削除中', 'Deleting'],
  'retention.state.refused': ['却下', 'Refused'],
  'retention.state.done': ['完了', 'Done'],
  'retention.waiting': [
    '{kind}の削除が検印を待っています（{date} より前、{count, number}件）',
    'Deletion of {kind} waits for an approval (before {date}, {count, number})',
  ],
  'retention.decide': ['内容を確かめる', 'Look at it'],
  'retention.propose.title': ['削除の申請', 'Ask to delete'],
  'retention.decide.title': ['削除の検印', 'Approve a deletion'],
  'retention.effect': [
    '{kind}のうち、{date} より前の {count, number}件を削除します。',
    'Deletes {count, number} of {kind} before {date}.',
  ],
  'retention.final': [
    '元に戻せません。バックアップにある分は消えません。',
    'It cannot be undone. What backups hold stays.',
  ],
  'retention.refuse': ['却下する', 'Refuse'],
  'retention.approve': ['検印して削除する', 'Approve and delete'],
} as const satisfies Texts
