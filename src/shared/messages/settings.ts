import type { Texts } from './text.ts'

/** 設定. */
export const settings = {
  'settings.requests': ['受付と本人確認', 'Requests and identity check'],
  'settings.identity.mandatory': ['必須', 'mandatory'],
  'settings.identity.optional': ['任意', 'optional'],
  'settings.identity.off': ['使わない', 'not used'],
  'settings.identityMinimum': [
    '一致が必要な項目の数（必須を含む）',
    'Items that must agree (mandatory included)',
  ],
  'settings.identityTries': [
    '1項目で間違えてよい回数（お客さまごと、1日）',
    'Wrong answers per item, customer and day',
  ],
  'settings.searchesPerHour': [
    '1人が1時間に検索してよい回数（超えると役席に知らせる）',
    'Searches of a person in an hour until officers are told',
  ],
  'settings.searchesPerCustomer': [
    '1人が1時間に同じお客さまを検索してよい回数（超えると役席に知らせる）',
    'Searches of a person for one customer in an hour until officers are told',
  ],
  'settings.callMinutes': [
    '操作がないとき通話が終わったとみなす時間（分）',
    'Minutes without activity until a call counts as over',
  ],
  'settings.phoneChangedDays': [
    '届出電話番号の変更を最近とみなす日数',
    'Days for which a changed phone counts as new',
  ],
  'settings.reauthenticateMinutes': [
    '操作がないとき、解除の前にパスワードを求めるまで（分）',
    'Idle minutes before the password is asked again',
  ],
  'settings.businessDayEnds': [
    '営業日の終わり（緊急停止の検印の期限）',
    'End of the business day (approval of emergency stops)',
  ],
  'settings.ownBranchOnly': [
    'ほかの店のお客さまには理由を求める',
    'Ask a reason for customers of other branches',
  ],
  'settings.secondFactorRoles': ['認証アプリのコードも使う役割', 'Roles that use an authenticator'],
  'settings.auditYears': ['監査記録（年）', 'Audit (years)'],
  'settings.requestsYears': ['受付（年）', 'Requests (years)'],
  'settings.provisionsYears': [
    '提供の記録（最後の提供から、年）',
    'Provisions (years from the last)',
  ],
  'settings.grantsYears': ['終わった連携（年）', 'Ended grants (years)'],
  'settings.institution': ['信用組合', 'Credit union'],
  'settings.lead': [
    '保存した内容は、次のアクセスから使われます。前後の値が監査記録に残ります。',
    'Saved values hold from the next request. Old and new values are in the audit.',
  ],
  'settings.others.title': [
    '入力を始めたあとに、この設定が変更されました',
    'These settings were changed after you began to type',
  ],
  'settings.personal': ['個人の連携', 'Personal links'],
  'settings.business': ['法人の連携', 'Business links'],
  'settings.validityDays': ['有効期間（日）', 'Validity (days)'],
  'settings.validityDays.hint': [
    '新しい連携に使います。すでにある連携は変わりません。',
    'For new links; existing ones do not change.',
  ],
  'settings.validityDays.business': [
    '法人には初期値がありません。決めるまで、法人のAPI業者を有効にできません。',
    'Business has no default. Until it is set no business provider can be activated.',
  ],
  'settings.accessTokenSeconds': ['アクセストークンの寿命（秒）', 'Access token life (seconds)'],
  'settings.riskRule': ['追加認証（合言葉）', 'Extra challenge'],
  'settings.riskRule.unfamiliar': ['見慣れない環境のときだけ', 'Only in unfamiliar surroundings'],
  'settings.riskRule.always': ['いつも', 'Always'],
  'settings.riskRule.never': ['使わない', 'Never'],
  'settings.withoutQuestion': [
    '合言葉のないお客さまに追加認証が要るとき',
    'Extra challenge for a customer without secret questions',
  ],
  'settings.withoutQuestion.go-on': ['追加認証なしで進む', 'Go on without it'],
  'settings.withoutQuestion.refuse': ['断って窓口を案内する', 'Refuse, and refer to the branch'],
  'settings.stoppedAnswer': [
    '緊急停止などで連携できないときのAPI業者への返答',
    'What a provider is told when staff have stopped the customer',
  ],
  'settings.stoppedAnswer.access_denied': [
    '許可されなかった（access_denied）',
    'Not permitted (access_denied)',
  ],
  'settings.stoppedAnswer.temporarily_unavailable': [
    'いまは利用できない（temporarily_unavailable）',
    'Not available now (temporarily_unavailable)',
  ],
  'settings.digitsAsked': ['利用者番号で聞く桁の数', 'Digits asked of the user number'],
  'settings.wrongEntriesBeforeLock': [
    '制限するまでの入力誤り（回）',
    'Wrong entries before a lock',
  ],
  'settings.wrongEntriesAtAll': [
    '窓口でしか解けなくなる入力誤り（回）',
    'Wrong entries until only the branch can help',
  ],
  'settings.supersedeFormerGrant': [
    '新しい連携で前の連携を終える',
    'A new link ends the former one',
  ],
  'settings.house': ['共通', 'Common'],
  'settings.wrongEntriesPerSource': [
    '同じ発信元からの入力誤り（1時間、回）',
    'Wrong entries from one source (per hour)',
  ],
  'settings.walksPerLink': [
    '同時に開ける同意手続き：1つの依頼につき（件）',
    'Consents under way at once, per request',
  ],
  'settings.walksPerAddress': [
    '同時に開ける同意手続き：1つの発信元につき（件）',
    'Consents under way at once, per address',
  ],
  'settings.walksPerProvider': [
    '同時に開ける同意手続き：1つのAPI業者につき（件）',
    'Consents under way at once, per provider',
  ],
  'settings.walksAtOnce': [
    '同時に開ける同意手続き：全体（件）',
    'Consents under way at once, in all',
  ],
  'settings.signInsPerAddress': [
    '同時に照合するログイン：1つの発信元につき（件）',
    'Sign-ins checked at once, per address',
  ],
  'settings.signInsAtOnce': [
    '同時に照合するログイン：全体（件）',
    'Sign-ins checked at once, in all',
  ],
  'settings.interactionMinutes': [
    '同意画面の制限時間（分）',
    'Time for the consent screens (minutes)',
  ],
  'settings.staffIdleMinutes': [
    '操作がないときにロックするまで（分）',
    'Lock after idle (minutes)',
  ],
  'settings.recheckMonths': [
    'API業者の基準と登録簿を再確認する間隔（月）',
    'Months between re-checks of a provider’s standards and registration',
  ],
  'settings.tiedDays': [
    '登録・再登録した人の申請を認められない日数',
    'Days in which whoever opened an account is not decided over by it',
  ],
  'settings.eventsNeedTwoFrom': [
    '出来事のファイルに検印が要る、終わる連携の数（1日の合計）',
    'Links ended by files of events within a day that need a second person',
  ],
  'settings.dataOldHours': [
    '残高と明細を古いとみなすまで（時間）',
    'Hours after which balances and transactions count as old',
  ],
  'settings.clockStepMinutes': [
    '時計がこれより大きく動いたら確かめる（分）',
    'Minutes of a step of the clock from which it must be confirmed',
  ],
  'settings.staffWrongPasswords': ['職員のパスワード誤り（回）', 'Wrong staff passwords'],
  'settings.registers': ['登録番号の財務局等', 'Offices of registration numbers'],
  'settings.offices': ['財務局等（登録番号の始め）', 'Offices (the beginning of a number)'],
  'settings.offices.hint': [
    '1行に1つ。例：関東財務局長。API業者が使っているものは外せません。',
    'One on a line, as printed in the register. What a provider uses cannot be removed.',
  ],
  'settings.kinds': ['種類（登録番号の括弧の中）', 'Kinds (in the brackets of a number)'],
  'settings.kinds.hint': [
    '1行に1つ。例：電代。信用組合電子決済等代行業者は、登録簿に書かれているとおりに加えてください。みなし業者の番号は銀行法の登録のもの（電代）です。',
    'One on a line, as printed in the brackets. Add that of credit unions’ providers as the register has it. A deemed provider has its number of the Banking Act.',
  ],
  'settings.unattendedPerDay': [
    '1件の連携が1日に呼び出せる回数（業者がお客さまの利用中と示した呼び出しを除く）',
    'Calls of one link in a day, but for those that the provider says a customer waits for',
  ],
  'settings.limit.hint': [
    '超えた呼び出しには 429 を返し、データを渡しません。契約で別の値を定めたAPI業者には、その値が優先します。',
    'What comes beyond is answered 429, without data. Where a contract sets another number, that one counts.',
  ],
  'settings.callsPerMinute': [
    '1つのAPI業者が1分に呼び出せる回数',
    'Calls of one provider in a minute',
  ],
  'settings.hours': ['サービス時間', 'Service hours'],
  'settings.hours.active': ['サービス時間を使う', 'Use service hours'],
  'settings.hours.active.hint': [
    '使わないあいだは、いつでも答えます。時間外は 503 を返し、データを渡しません。',
    'While not in use every call is answered. Outside of them the answer is 503 without data.',
  ],
  'settings.hours.balance': ['残高照会', 'Balances'],
  'settings.hours.transactions': ['入出金明細照会', 'Transactions'],
  'settings.hours.weekday': ['平日', 'Weekdays'],
  'settings.hours.holiday': ['土日祝', 'Weekends and holidays'],
  'settings.hours.from': ['開始', 'From'],
  'settings.hours.to': ['終了', 'To'],
  'settings.hours.closedDays': [
    '休業日（毎年、1-4 や 1月4日）',
    'Closed days (every year, as 1-4)',
  ],
  'settings.hours.holidays': [
    '祝日と年末年始のほかに加える日（2027/1/11 や R9.1.11）',
    'Further holidays than those of the law (as 2027/1/11)',
  ],
  'settings.hours.lines': ['1行に1つ', 'One a line'],
  'settings.on': ['する', 'On'],
  'settings.off': ['しない', 'Off'],
  'settings.readOnly': ['変えられるのは本部管理者だけです。', 'Only head office can change these.'],
} as const satisfies Texts
