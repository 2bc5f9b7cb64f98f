import type { Texts } from './text.ts'

/** Staff accounts and their roles. */
export const staff = {
  'role.clerk': ['窓口担当', 'Clerk'],
  'role.officer': ['役席', 'Officer'],
  'role.hq-admin': ['本部管理者', 'Head office administrator'],
  'role.auditor': ['監査', 'Auditor'],
  'role.sysadmin': ['システム管理', 'System administrator'],
  'staff.lead': [
    '職員の登録と役割です。変更は次の操作から効き、監査記録に残ります。',
    'Accounts and roles. A change holds from the next act on and is kept in the audit.',
  ],
  'staff.new': ['職員を登録', 'New account'],
  'staff.edit': ['職員の変更', 'Change account'],
  'staff.reenrol': ['再登録のコードを出す', 'Let them enrol anew'],
  'staff.second': [
    '窓口担当より上の登録・変更・再登録には、もう一人の確認が要ります（利用停止は一人で直ちに行えます。本部管理者が一人しかいない間は、二人目の登録も一人で行えます）。',
    'Above clerk, a second person must agree to a new account, a change or a new enrolment. Closing is done by one at once; so is the second administrator while there is but one.',
  ],
  'staff.loginId.error': [
    '半角の英数字と . _ - で3文字から32文字にしてください。',
    '3 to 32 letters, digits or . _ -',
  ],
  'staff.branch.choose': [
    '店を選んでください。窓口担当と役席には店の登録が要ります。',
    'Choose a branch: clerks and officers need one.',
  ],
  'staff.branch.later': ['店の登録なし', 'No branch'],
  'staff.branch.none': ['本部（店なし）', 'Head office'],
  'staff.createdAt': ['登録日', 'Since'],
  'staff.codeMade': ['登録コードが出ました。', 'An enrolment code was made.'],
  'staff.handOver': ['{name} さんの登録コード: {code}', 'Enrolment code of {name}: {code}'],
  'staff.handOver.todo': [
    '本人にだけ渡してください。本人がログイン画面の「登録コードで登録する」から、72時間以内に一度だけ使います。この画面を閉じると、もう表示できません。',
    'Hand it to the person alone, who enrols with it on the sign-in page, once, within 72 hours. It cannot be shown again.',
  ],
  'staff.half': [
    '{name} さんの登録コードの前半: {code}',
    'First half of the enrolment code of {name}: {code}',
  ],
  'staff.half.todo': [
    '本人にだけ渡してください。後半は、認める人の画面に出ます。二つがそろわないと登録できません。この画面を閉じると、もう表示できません。',
    'Hand it to the person alone. Whoever agrees is shown the second half; both are needed. It cannot be shown again.',
  ],
  'staff.secondHalf': [
    '{subject}　登録コードの後半: {code}',
    '{subject}: second half of the enrolment code: {code}',
  ],
  'staff.secondHalf.todo': [
    '本人にだけ渡してください。前半は申請した人が渡します。この画面を閉じると、もう表示できません。',
    'Hand it to the person alone; the first half comes from the maker. It cannot be shown again.',
  ],
  'staffState.open': ['利用中', 'Open'],
  'staffState.enrolling': ['本人の登録待ち', 'Not enrolled yet'],
  'staffState.no-code': ['登録コードの期限切れ', 'No code open'],
  'staffState.locked-out': ['入力誤りで制限中', 'Locked out'],
  'staffState.disabled': ['利用停止', 'Closed'],
} as const satisfies Texts
