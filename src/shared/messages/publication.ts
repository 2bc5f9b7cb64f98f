import type { Texts } from './text.ts'

/** 公表: the lists, clauses and standards that the union publishes. */
export const publication = {
  'publication.title': ['公表', 'Publication'],
  'publication.open': ['公表する一覧', 'What is published'],
  'publication.lead': [
    '連携先の一覧（個人・法人）、契約で定めた三つの事項、接続の基準です。登録と導入台帳から作り、ここでは書き換えません。',
    'The lists of both channels, the three clauses of each contract and the standards: made of the registry and the ledgers.',
  ],
  'publication.never': ['まだ一度も公表していません', 'Nothing was published yet'],
  'publication.never.todo': [
    'API業者{n, number}社と連携しています。契約で定めた三つの事項は、遅滞なく公表します（銀行法52条の61の10第3項）。',
    '{n, number} providers are connected. The three clauses of their contracts are published without delay (Banking Act art. 52-61-10(3)).',
  ],
  'publication.never.nobody': ['連携しているAPI業者はありません。', 'No provider is connected.'],
  'publication.last': [
    '前回の公表：{at}（{by}）。{served}',
    'Last published {at} by {by}. {served}',
  ],
  'publication.served': ['このサーバーの {address} で見せています。', 'Served at {address}.'],
  'publication.notServed': ['このサーバーでは見せていません。', 'Not served by this server.'],
  'publication.same': [
    '登録と前回の公表は同じです',
    'The registry and the last publication say the same',
  ],
  'publication.differs': [
    '登録と前回の公表が違います（{n, number}か所）',
    'The registry differs from the last publication ({n, number})',
  ],
  'publication.change.added': ['加わる', 'Added'],
  'publication.change.removed': ['なくなる', 'Removed'],
  'publication.change.changed': ['変わる', 'Changed'],
  'publication.part.personal': ['個人の一覧', 'List of personal banking'],
  'publication.part.business': ['法人の一覧', 'List of business banking'],
  'publication.part.clauses': ['契約で定めた事項', 'Clauses'],
  'publication.part.standards': ['基準', 'Standards'],
  'publication.missing': [
    '公表できません：導入台帳に足りないものがあります',
    'It cannot be published: something is missing on the ledgers',
  ],
  'publication.missing.empty': ['未記入', 'Empty'],
  'publication.missing.unchecked': ['もう一人が未確認', 'Unchecked'],
  'publication.do': ['公表する', 'Publish'],
  'publication.confirm': [
    'この画面の内容を {day} 現在のものとして公表します。公表は取り消せません。直すときは、登録を直してもう一度公表します。',
    'Publishes what is shown, as of {day}. It cannot be undone; a later publication corrects it.',
  ],
  'publication.serve': ['このサーバーで', 'On this server'],
  'publication.serve.yes': ['誰でも読めるようにする', 'Let anybody read it'],
  'publication.serve.no': ['ファイルだけを作る', 'Files only'],
  'publication.serve.hint': [
    '組合のサイトに載せるときは、公表したあとでファイルを保存してください。',
    'For the union’s own site, save the files afterwards.',
  ],
  'publication.done': ['公表しました', 'Published'],
  'publication.preview': ['公表する内容', 'What would be published'],
  'publication.history': ['これまでの公表', 'Former publications'],
  'publication.file.html': ['HTML', 'HTML'],
  'publication.file.csv': ['CSV', 'CSV'],
  'publication.file.pdf': ['PDF', 'PDF'],
  'publication.files': ['{at} の公表を{form}で保存', 'Save the one of {at} as {form}'],
  'publication.none': ['この区分で連携するAPI業者はありません', 'No provider has this channel'],
  'today.publication': [
    '公表している一覧と登録が違います（{n, number}か所）',
    'The published lists differ from the registry ({n, number})',
  ],
  'today.publication.first': [
    '連携中のAPI業者（{n, number}社）の一覧と公表事項を、まだ一度も公表していません',
    'The lists and clauses of the {n, number} connected providers were never published',
  ],
  'today.publication.begin': ['内容を見て公表する', 'See them and publish'],
  'today.publication.open': ['違いを見て公表する', 'See what differs and publish'],
} as const satisfies Texts
