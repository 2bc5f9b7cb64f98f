import type { Texts } from './text.ts'

/** 確認待ち: what one person asked for and another must agree to. */
export const proposals = {
  'proposals.title': ['確認待ち', 'Waiting for a second person'],
  'proposals.lead': [
    '二人で行う変更です。もう一人が内容を確かめて認めると、その場で実行されます。適用日を決めた変更は、その日に実行されます。認めるまで何も変わりません。',
    'Changes that take two persons. Each is made the moment another person agrees, or on the day that it names; until then nothing changes.',
  ],
  'proposals.refused.title': [
    '認められなかった申請（{days, number}日以内）',
    'Refused proposals (of {days, number} days)',
  ],
  'proposals.refused.note': ['理由：{note}', 'Reason: {note}'],
  'proposals.refused.noNote': ['理由は書かれていません', 'No reason was given'],
  'proposals.what': ['変更の内容', 'What changes'],
  'proposals.look': ['内容を見る', 'Look at it'],
  'proposals.madeBy': ['申請: {name}　{time}', 'Asked for by {name}, {time}'],
  'proposals.from': ['いま', 'Now'],
  'proposals.to': ['実行後', 'Afterwards'],
  'proposals.registration': [
    'API業者の登録（この申請では変わりません）',
    'The provider’s registration (this changes nothing in it)',
  ],
  'proposals.ledger': [
    '導入台帳（{n, number}項目）',
    'Ledger ({n, plural, one {# item} other {# items}})',
  ],
  'proposals.note': ['理由（認めないとき）', 'Reason (when refusing)'],
  'proposals.agree': ['認めて実行する', 'Agree and carry out'],
  'proposals.agree.planned': ['認めて予定に入れる', 'Agree and plan it'],
  'proposals.refuse': ['認めない', 'Refuse'],
  'proposals.withdraw': ['取り下げる', 'Withdraw'],
  'proposals.effect': [
    '認めると、次のとおり直ちに変わります。',
    'If you agree, this changes at once:',
  ],
  'proposals.effect.planned': [
    '認めると、次のとおり {day}から変わる予定に入ります。',
    'If you agree, this is planned to change on {day}:',
  ],
  'proposals.done.agree': ['認めました：{subject}', 'Agreed: {subject}'],
  'proposals.done.planned': [
    '認めて、{day}からの予定に入れました：{subject}',
    'Agreed, and planned for {day}: {subject}',
  ],
  'proposals.done.refuse': [
    '認めませんでした。何も変わっていません：{subject}',
    'Refused; nothing has changed: {subject}',
  ],
  'proposals.done.withdraw': [
    '取り下げました。何も変わっていません：{subject}',
    'Withdrawn; nothing has changed: {subject}',
  ],
  'proposals.waits': [
    '確認待ちに入れました。まだ何も変わっていません。',
    'Waiting for a second person. Nothing has changed yet.',
  ],
  'proposals.waits.todo': [
    '別の人が「きょう」の確認待ちで内容を認めると、実行されます。適用日を決めた変更は、その日に実行されます。',
    'It is carried out when another person agrees on the page Today; a change with a day, on that day.',
  ],
  'proposals.became.agreed': [
    '{name}さんが認め、実行されました。（{time}）',
    '{name} agreed, and it was carried out. ({time})',
  ],
  'proposals.became.planned': [
    '{name}さんが認め、{day}からの予定に入りました。その日まで取りやめられます。（{time}）',
    '{name} agreed, and it was planned for {day}. Until then it can be withdrawn. ({time})',
  ],
  'proposals.became.refused': [
    '{name}さんが認めませんでした。この変更は行われていません。（{time}）',
    '{name} refused. This change was not made. ({time})',
  ],
  'proposals.became.withdrawn': [
    '申請は取り下げられました。この変更は行われていません。（{time}）',
    'The proposal was withdrawn. This change was not made. ({time})',
  ],
  'proposals.second': [
    'もう一人の確認が要る変更です。保存すると確認待ちに入ります。',
    'This change takes two persons. Saved, it waits for the second one.',
  ],
  'proposals.second.onceActive': [
    'API業者を一度でも有効にした後は、もう一人の確認が要る変更です。',
    'Once a provider has been active, this change takes two persons.',
  ],
  'proposals.notMine.same-person': [
    '申請した本人は認められません。別の人に頼んでください。',
    'Who asked for it cannot agree. Ask somebody else.',
  ],
  'proposals.notMine.role': [
    'この変更を認められる役割ではありません。',
    'Your role may not agree to this.',
  ],
  'proposals.notMine.tied': [
    '登録や再登録で申請者とかかわりがあるため、しばらくは認められません。別の人に頼んでください。',
    'Your account or the maker’s was opened by the other: for a while somebody else must decide.',
  ],
} as const satisfies Texts
