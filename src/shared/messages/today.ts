import type { Texts } from './text.ts'

/** きょう: the work that waits. */
export const today = {
  'today.lead': [
    'いま待っている仕事と、きょうの動きです。数字を選ぶと一覧を開きます。',
    'The work that waits, and what happened today. Each number opens its list.',
  ],
  'today.unfinished': ['未完了の受付', 'Unfinished requests'],
  'today.atLeast': ['{n}以上', '{n} or more'],
  'today.toApprove': ['検印待ち', 'To be approved'],
  'today.manySearches': [
    '検索の回数が設定をこえた職員がいます（本日）',
    'Somebody searched more than the settings allow today',
  ],
  'today.manySearches.open': ['監査記録で見る', 'Open in the audit'],
  'today.toLook': ['書類の確認待ち', 'Papers to look at'],
  'today.overdue': ['検印の期限を過ぎたもの', 'Approval overdue'],
  'today.endingSoon': ['14日以内に期限が来る連携', 'Grants ending within 14 days'],
  'today.revokedToday': ['きょう解除した連携', 'Grants revoked today'],
  'today.dueDates': [
    '期日：超過 {over, number}件、30日以内 {soon, number}件',
    'Due dates: {over, number} overdue, {soon, number} within 30 days',
  ],
  'today.dueDates.open': ['期日の一覧を見る', 'See the due dates'],
  'today.dueStops': [
    '停止の期日が来たAPI業者があります。自動では再開しません',
    'The day up to which a provider was stopped has come. Nothing resumes by itself',
  ],
  'today.dueStops.open': ['再開するかどうかを決める', 'Decide whether to resume it'],
  'today.failedPlans': [
    '適用日に登録を変更できなかったAPI業者があります。予定の変更は行われていません。いまの登録を確かめてください',
    'A change of a provider could not be made on its day, and was not made. Look at how it is registered now',
  ],
  'today.dueKeys': [
    '使える公開鍵がもうすぐなくなる、またはなくなったAPI業者があります',
    'A provider has no valid key left soon, or already',
  ],
  'today.dueKeys.open': ['どの業者かを見る', 'See which'],
  'today.failingProviders': ['失敗の多いAPI業者（1時間）', 'Providers failing often (1 hour)'],
  'begin.title': ['はじめに行うこと', 'To begin with'],
  'begin.administrator': [
    'ログインできる管理者が1人だけです',
    'One administrator alone can sign in',
  ],
  'begin.administrator.how': [
    '職員 → 職員を登録（役割は本部管理者）→ 本人が登録コードで登録。二人で行う変更（お客さまのファイル、規定、API業者の有効化など）は、もう一人がいるまで実行されません。',
    'Staff, a new account of head office, then enrolment by that person. What takes two persons (files of customers, terms, the activation of a provider) is not carried out before.',
  ],
  'begin.headOffice': [
    'ログインできる本部管理者が2人いません',
    'There are not two head office administrators who can sign in',
  ],
  'begin.headOffice.how': [
    '職員 → 職員を登録（役割は本部管理者）→ 本人が登録コードで登録。API業者の有効化など、本部管理者が二人で行う変更は、システム管理者では認められません。',
    'Staff, a new account of head office, then enrolment by that person. What two of head office do, such as the activation of a provider, no system administrator can agree to.',
  ],
  'begin.branches': ['店舗をまだ取り込んでいません', 'No branch was imported yet'],
  'begin.customers': ['お客さまをまだ取り込んでいません', 'No customer was imported yet'],
  'begin.accounts': ['口座をまだ取り込んでいません', 'No account was imported yet'],
  'begin.files.how': [
    '取り込み。店舗、お客さま、口座の順に取り込みます。ファイルの形はその画面にあります。',
    'Import: branches, then customers, then accounts. That page describes the files.',
  ],
  'readiness.title': [
    'お客さまに見せる前に決めること',
    'To be settled before customers see anything',
  ],
  'readiness.lead': [
    'すべて決まるまで、どのAPI業者も有効にできません。お客さまの画面に見本の文言や未設定の連絡先が出ないようにするためです。',
    'Until all of it is settled no provider can be activated, so that no customer is shown sample texts.',
  ],
  'readiness.institution': ['信用組合の名称がありません', 'The credit union has no name'],
  'readiness.institution.how': [
    '設定 → 信用組合。お客さまの全画面の上に出ます。',
    'Settings, Credit union. It stands on every page of the customers.',
  ],
  'readiness.phone': ['代表の電話番号がありません', 'There is no telephone number'],
  'readiness.phone.how': [
    '設定 → 信用組合。0から始まる10桁か11桁の番号です。',
    'Settings, Credit union. 10 or 11 digits beginning with 0.',
  ],
  'readiness.phoneHours': ['電話の受付時間がありません', 'The telephone hours are missing'],
  'readiness.phoneHours.how': [
    '設定 → 信用組合。例: 平日 9:00〜17:00',
    'Settings, Credit union. For example: weekdays 9:00 to 17:00',
  ],
  'readiness.terms': ['API利用規定が見本のままです', 'The terms of use are still the sample'],
  'readiness.terms.how': [
    '自組合の規定を登録し、ほかの職員の承認を受け、施行日を待ちます。',
    'Enter your own, have another person approve them, and wait for the day from which they hold.',
  ],
  'readiness.validityPersonal': [
    '個人の連携の有効期間が決まっていません',
    'The validity of personal links is not set',
  ],
  'readiness.validityPersonal.how': ['設定 → 個人の連携', 'Settings, Personal links'],
  'readiness.validityBusiness': [
    '法人の連携の有効期間が決まっていません',
    'The validity of business links is not set',
  ],
  'readiness.validityBusiness.how': [
    '設定 → 法人の連携。法人を扱うAPI業者が登録されています。',
    'Settings, Business links. A registered provider has the business channel.',
  ],
  'readiness.issuer': [
    '発行者の URL が外から届くものではありません',
    'The issuer cannot be reached from outside',
  ],
  'readiness.issuer.how': [
    'この画面では決められません。TLS の前段を置き、いったん止めて、いまの起動の指定に次を加えて起動し直します（api.example.jp は自組合の名前に、127.0.0.1 は前段のアドレスに）。README の The first day にあります。',
    'No page can set it. Put a TLS front before the program, stop it, and start it again with the options of now and these (api.example.jp becomes your own name, 127.0.0.1 the address of the front). See The first day in README.',
  ],
  'readiness.branch': ['店の登録がない職員', 'Staff without a branch'],
  'readiness.branch.lead': [
    '窓口担当と役席には店の登録が要ります。受付がどの店のものか、お客さまがほかの店の方かは、この登録で決まります。',
    'Clerks and officers need a branch: it decides whose branch a request is, and which customers are of another.',
  ],
  'readiness.branch.how': [
    '職員 → 店。職員を登録できる人（本人のほか）が決めます。',
    'Staff, Branch. Set by whoever registers staff, and not by oneself.',
  ],
  'readiness.machine': ['この端末を管理する人', 'Whoever runs this machine'],
  'today.none': ['待っている仕事はありません。', 'No work is waiting.'],
} as const satisfies Texts
