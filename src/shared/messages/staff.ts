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
  'staff.reset': ['パスワードを再発行', 'New password'],
  'staff.loginId.error': [
    '半角の英数字と . _ - で3文字から32文字にしてください。',
    '3 to 32 letters, digits or . _ -',
  ],
  'staff.branch.none': ['本部（店なし）', 'Head office'],
  'staff.createdAt': ['登録日', 'Since'],
  'staff.handOver': ['{name} さんのパスワード: {password}', 'Password of {name}: {password}'],
  'staff.handOver.todo': [
    '本人にだけ伝えてください。最初のログインで変更を求めます。この画面を閉じると、もう表示できません。',
    'Tell nobody else. It is changed at the first sign-in, and cannot be shown again.',
  ],
  'staffState.open': ['利用中', 'Open'],
  'staffState.must-change': ['仮パスワード', 'Temporary password'],
  'staffState.locked-out': ['入力誤りで制限中', 'Locked out'],
  'staffState.disabled': ['利用停止', 'Closed'],
} as const satisfies Texts
