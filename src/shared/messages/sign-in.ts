import type { Texts } from './text.ts'

/** Signing in, the lock, the first set-up, the authenticator, passwords. */
export const signIn = {
  'signIn.code': ['認証アプリのコード（6桁）', 'Code of your authenticator'],
  'signIn.code.hint': [
    '認証アプリを登録した人だけ、出ている6桁を入れてください。',
    'Only if you have set one up: the six digits that it shows.',
  ],
  'signIn.practice': [
    'パスワードだけでログインできます。実際の運用では、窓口担当のほかは認証アプリのコードも使います（設定で変えられます）。',
    'A password is enough here. In real use every role but the clerk also needs an authenticator (a setting).',
  ],
  'signIn.button': ['ログイン', 'Sign in'],
  'signIn.loginId': ['職員ID', 'Staff ID'],
  'signIn.password': ['パスワード', 'Password'],
  'signIn.note': ['操作はすべて監査記録に残ります。', 'Every act is kept in the audit trail.'],
  'lock.title': ['画面をロックしています', 'The screen is locked'],
  'lock.body': [
    '{name}さんのパスワードを入力すると、続きから操作できます。別の人が使うときは、いったんログアウトしてください。',
    'Enter the password of {name} to go on where you stopped. If someone else takes over, sign out first.',
  ],
  'lock.button': ['続ける', 'Go on'],
  'setup.title': ['はじめての設定', 'First set-up'],
  'setup.lead': [
    'この端末の前にいる人だけが設定できるように、起動した画面（端末）に出ているコードを使います。',
    'So that only someone at this machine can set it up, the code shown by the program that was started is needed.',
  ],
  'setup.code': ['確認コード', 'Code'],
  'setup.code.hint': [
    '起動した画面に出ている12文字。ハイフンと空白はなくてもかまいません。',
    'The 12 characters shown at start. Hyphens and spaces may be left out.',
  ],
  'setup.code.given': [
    'この端末で起動したため、コードは入力済みです。',
    'Started on this machine: the code is filled in.',
  ],
  'setup.institution.code': ['金融機関コード', 'Institution code'],
  'setup.institution.code.hint': ['4桁の数字', '4 digits'],
  'setup.institution.name': ['信用組合の名称', 'Name of the credit union'],
  'setup.institution.phoneHours': ['電話の受付時間', 'Telephone hours'],
  'setup.institution.phone': ['代表の電話番号', 'General phone number'],
  'setup.institution.phone.hint': [
    'お客さまの同意画面に、お問い合わせ先として出ます。',
    'Shown to customers on the consent screens.',
  ],
  'setup.step.admin': ['最初の管理者', 'First administrator'],
  'setup.admin.loginId.hint': ['英数字と . _ - で3〜32文字', '3 to 32 letters, digits and . _ -'],
  'setup.admin.password.hint': [
    '12文字以上。長い言葉の組み合わせが安全です。',
    '12 characters or more. Several long words are safest.',
  ],
  'setup.admin.again': ['パスワード（もう一度）', 'Password (again)'],
  'setup.again.differs': [
    '2つのパスワードが違います。同じものを入力してください。',
    'The two passwords differ. Enter the same one twice.',
  ],
  'setup.button': ['設定を終える', 'Finish'],
  'setup.practice': [
    '練習から始めるときは、この画面を閉じ、npm start -- --demo で起動してください。架空のデータで練習モードが始まります。',
    'To practise first, close this and start with npm start -- --demo. Practice mode uses invented data.',
  ],
  'enrolment.open': ['登録コードで登録する', 'Enrol with a code'],
  'enrolment.title': ['本人の登録', 'Enrolment'],
  'enrolment.lead': [
    '受け取った登録コードを入れ、自分だけが知るパスワードを決めてください。コードが二つに分かれているときは、前半と後半を続けて入れます。',
    'Enter the code that you were given and choose a password that only you know. If it came in two halves, enter both.',
  ],
  'enrolment.code': ['登録コード', 'Enrolment code'],
  'enrolment.button': ['登録する', 'Enrol'],
  'enrolment.back': ['ログインに戻る', 'Back to sign-in'],
  'authenticator.title': ['認証アプリの登録', 'Set up an authenticator'],
  'authenticator.lead': [
    'この役割では、ログインに認証アプリのコードも使います。アプリでQRコードを読み取り、出た6桁を入れてください。',
    'Your role signs in with a code too. Scan this with an authenticator app and enter the six digits.',
  ],
  'authenticator.secret': ['読み取れないときの文字列', 'If it cannot be scanned'],
  'authenticator.qr': ['認証アプリに読み取らせるQRコード', 'QR code for the authenticator'],
  'password.title': ['パスワードを変更', 'Change password'],
  'password.lead': [
    '{name} さんだけが知るパスワードを決めてください。',
    'Choose a password that only {name} knows.',
  ],
  'password.now': ['いまのパスワード', 'Password now'],
  'password.next': ['新しいパスワード', 'New password'],
  'password.rule': [
    '12文字以上。同じ文字の並びや職員IDを含むものは使えません。',
    '12 characters or more; not your staff ID.',
  ],
  'password.again': ['新しいパスワード（もう一度）', 'New password again'],
  'password.again.error': ['2つのパスワードが違います。', 'The two differ.'],
  'password.button': ['変更する', 'Change'],
  'password.back': ['変更しないで戻る', 'Back without a change'],
} as const satisfies Texts
