import type { Texts } from './text.ts'

/** きょう: the work that waits. */
export const today = {
  'today.lead': [
    'いま待っている仕事と、きょうの動きです。数字を選ぶと一覧を開きます。',
    'The work that waits, and what happened today. Each number opens its list.',
  ],
  'today.unfinished': ['未完了の受付', 'Unfinished requests'],
  'today.toApprove': ['検印待ち', 'To be approved'],
  'today.overdue': ['検印の期限を過ぎたもの', 'Approval overdue'],
  'today.endingSoon': ['14日以内に期限が来る連携', 'Grants ending within 14 days'],
  'today.revokedToday': ['きょう解除した連携', 'Grants revoked today'],
  'today.failingProviders': ['失敗の多いAPI業者（1時間）', 'Providers failing often (1 hour)'],
  'today.none': ['待っている仕事はありません。', 'No work is waiting.'],
} as const satisfies Texts
