import type { ErrorCode } from '../errors.ts'

/** 事象（と原因）, 対処 for each failure. */
export const errorsJa: Record<ErrorCode, { what: string; todo: string }> = {
  'input.invalid': { what: '入力に誤りがあります。', todo: '赤い印の項目を直してください。' },
  'input.range': { what: '期間の指定が逆です。', todo: '開始日を終了日より前にしてください。' },
  'staff.not-signed-in': {
    what: 'ログインしていないか、時間が過ぎてログアウトしました。',
    todo: 'もう一度ログインしてください。',
  },
  'staff.wrong-credentials': {
    what: '職員IDまたはパスワードが違います。',
    todo: '確かめてもう一度入力してください。続けて間違えると、しばらくログインできなくなります。',
  },
  'staff.locked-out': {
    what: '続けて間違えたため、しばらくログインできません。',
    todo: '時間をおいてから、もう一度入力してください。急ぐときは役席かシステム管理へ連絡してください。',
  },
  'staff.session-locked': {
    what: 'しばらく操作がなかったため、画面をロックしました。',
    todo: 'パスワードを入力すると続けられます。',
  },
  'staff.login-id-taken': {
    what: 'この職員IDはすでに使われています。',
    todo: '別の職員IDにしてください。',
  },
  'staff.password-weak': { what: 'パスワードが短すぎます。', todo: '12文字以上にしてください。' },
  'staff.not-found': { what: 'この職員は見つかりません。', todo: '一覧から選び直してください。' },
  'staff.branch-unknown': {
    what: 'この店番はありません。',
    todo: '登録済みの店を選んでください。',
  },
  'staff.code-needed': {
    what: '認証アプリのコードが要ります。',
    todo: 'アプリに出ている6桁の数字を入れてください。',
  },
  'staff.code-wrong': {
    what: 'コードが違います。',
    todo: 'アプリの数字が変わってから、もう一度入れてください。端末の時計も確かめてください。',
  },
  'staff.enrol-needed': {
    what: '認証アプリの登録が要ります。',
    todo: '画面のQRコードをアプリで読み取ってください。',
  },
  'staff.own-account': {
    what: '自分の登録は変えられません。',
    todo: 'ほかの管理者に頼んでください。',
  },
  'staff.last-admin': {
    what: '職員を管理できる人がいなくなります。',
    todo: '先に、別の本部管理者かシステム管理を登録してください。',
  },
  'staff.password-change-needed': {
    what: '仮のパスワードのままです。',
    todo: '新しいパスワードを決めてください。',
  },
  'permission.denied': {
    what: 'この役割では行えない操作です。',
    todo: '必要なときは、権限のある人に頼んでください。',
  },
  'setup.already-done': {
    what: '最初の設定はすでに終わっています。',
    todo: '登録した職員IDでログインしてください。',
  },
  'setup.wrong-code': {
    what: '確認コードが違います。',
    todo: '起動した画面に出ているコードを確かめてください。',
  },
  'file.not-found': {
    what: 'この書き出しは見つかりません。',
    todo: 'もう一度書き出してください。',
  },
  'file.cancelled': {
    what: '書き出しを中止しました。',
    todo: '必要なら、もう一度書き出してください。',
  },
  'file.too-many-rows': {
    what: '行が多すぎます（10万行まで）。',
    todo: '条件で絞り込んでから、もう一度書き出してください。',
  },
  'view.not-found': { what: 'この表示は見つかりません。', todo: '一覧を読み込み直してください。' },
  'view.too-many': {
    what: '保存できる表示は50までです。',
    todo: '使わないものを消してから、もう一度保存してください。',
  },
  'retention.not-found': {
    what: 'この削除の申請は見つかりません。',
    todo: '一覧を読み込み直してください。',
  },
  'retention.nothing': {
    what: '保存期間を過ぎた記録はありません。',
    todo: '期間が過ぎてから、もう一度申請してください。',
  },
  'retention.already-asked': {
    what: 'この種類の削除は、すでに申請されています。',
    todo: '先に、いまの申請を決めてください。',
  },
  'customer.not-found': {
    what: 'このお客さまは見つかりません。',
    todo: '検索からやり直してください。',
  },
  'grant.not-found': {
    what: 'この連携は見つかりません。',
    todo: 'お客さまの画面を開き直してください。',
  },
  'grant.already-ended': {
    what: '選んだ連携のどれかは、すでに終わっています。何も変えていません。',
    todo: '最新の状態に更新しました。まだ有効な連携だけを選んでください。',
  },
  'identity.not-met': {
    what: '本人確認が済んでいません。',
    todo: '本人確認の項目を確かめてから、もう一度行ってください。',
  },
  'identity.tries-used': {
    what: 'この項目は、決められた回数まちがえたため、もう確かめられません。',
    todo: '別の項目で確かめるか、登録番号へかけ直してください。',
  },
  'request.not-found': {
    what: 'この受付は見つかりません。',
    todo: '受付の一覧から選び直してください。',
  },
  'request.not-yours': {
    what: 'ほかの人が受けた受付です。',
    todo: 'ご自分の受付を始めてください。',
  },
  'request.closed': {
    what: 'この受付は終わっています。何も変えていません。',
    todo: '続けるときは、新しい受付を始めてください。',
  },
  'request.not-reachable': {
    what: 'この申出人と経路では行えません。',
    todo: '電話の代理人・相続人等には、緊急停止か書面の案内をしてください。',
  },
  'request.confirmation-wrong': {
    what: '入力した名前が一致しません。何も変えていません。',
    todo: '対象を確かめて、名前を正しく入力してください。',
  },
  'request.already-checked': {
    what: '別の人がすでに決めています。',
    todo: '最新の内容を読み込んでください。',
  },
  'request.same-person': {
    what: '受付した本人は検印できません。',
    todo: '別の役席か本部管理者に頼んでください。',
  },
  'request.reason-needed': { what: 'ほかの店のお客さまです。', todo: '扱う理由を書いてください。' },
  'request.name-needed': {
    what: '申出人の氏名がありません。',
    todo: '本人でない方の申し出は、氏名を書いてから解除・停止・再開します。',
  },
  'consent.stopped': {
    what: 'このお客さまの連携は緊急停止中です。',
    todo: '再開には書面と検印が要ります。',
  },
  'staff.proof-needed': {
    what: 'しばらく操作がなかったため、本人の確認が要ります。何も変えていません。',
    todo: 'パスワードを入れて、もう一度行ってください。',
  },
  'provider.not-found': {
    what: 'このAPI業者は見つかりません。',
    todo: '一覧から選び直してください。',
  },
  'provider.changed-meanwhile': {
    what: '別の人がこのAPI業者を変更しました。何も保存していません。',
    todo: '最新の内容を読み込み、もう一度入力してください。',
  },
  'provider.transition-refused': {
    what: '今の状態からは、その状態に変えられません。',
    todo: '最新の状態を読み込んで確かめてください。',
  },
  'provider.registration-number-taken': {
    what: 'この登録番号は、別のAPI業者に登録されています。',
    todo: '番号を確かめてください。名称変更のときは、元のAPI業者を編集してください。',
  },
  'provider.not-active': {
    what: 'このAPI業者は有効ではありません。',
    todo: 'API業者の状態を確かめてください。',
  },
  'provider.not-ready': {
    what: 'このAPI業者を有効にするには、足りない項目があります。',
    todo: '表示された項目を埋めてから、もう一度有効にしてください。',
  },
  'policy.validity-missing': {
    what: 'この区分の有効期間が決まっていないため、有効にできません。',
    todo: '「設定」で有効期間（日数）を決めてから、もう一度有効にしてください。',
  },
  'hours.closed': {
    what: 'サービス時間外です。',
    todo: 'サービス時間内にもう一度お試しください。',
  },
  'import.busy': {
    what: '別の取り込みが進んでいます。',
    todo: '終わってから、もう一度始めてください。',
  },
  'import.too-large': { what: 'ファイルが大きすぎます。', todo: '1 GiB までに分けてください。' },
  'import.not-found': {
    what: 'この取り込みは見つかりません。',
    todo: 'ファイルを選び直してください。',
  },
  'import.has-problems': {
    what: '誤りのある行があるため、取り込めません。',
    todo: 'ファイルを直して、もう一度選んでください。',
  },
  'text.not-found': {
    what: 'この版の文言はありません。',
    todo: '一覧から選び直してください。',
  },
  'text.invalid': {
    what: '直すところのある文言があります。保存していません。',
    todo: '赤い印の文言を直してください。',
  },
  'text.approved-already': {
    what: 'この版はすでに承認されています。承認した版は変えられません。',
    todo: '新しい下書きを作ってください。',
  },
  'text.same-person': {
    what: '自分が書いた下書きは、自分では承認できません。',
    todo: '別の人に承認を頼んでください。',
  },
  'settings.changed-meanwhile': {
    what: '別の人がこの設定を変更しました。何も保存していません。',
    todo: '画面を開き直し、もう一度入力してください。',
  },
  'text.changed-meanwhile': {
    what: '別の人がこの下書きを変更しました。何も保存していません。',
    todo: '最新の内容を読み込み、もう一度入力してください。',
  },
  'consent.no-eligible-account': {
    what: '連携できる口座がありません。',
    todo: '普通・当座・貯蓄の口座を確かめてください。',
  },
  'consent.incomplete': {
    what: '同意の手続きが終わっていません。',
    todo: 'お客さまにはじめからやり直していただいてください。',
  },
  'token.missing': { what: 'アクセストークンがありません。', todo: 'API業者に確かめてください。' },
  'token.invalid': { what: 'アクセストークンが無効です。', todo: 'API業者に確かめてください。' },
  'token.scope': { what: '許可されていないデータです。', todo: 'API業者に確かめてください。' },
  'dpop.invalid': { what: 'DPoPの証明が正しくありません。', todo: 'API業者に確かめてください。' },
  'code.already-used': {
    what: '認可コードはすでに使われています。',
    todo: 'API業者に確かめてください。',
  },
  'assertion.replayed': {
    what: '同じ署名が2度使われました。',
    todo: 'API業者に確かめてください。',
  },
  'account.not-found': { what: 'この口座は見つかりません。', todo: 'API業者に確かめてください。' },
  'store.unavailable': {
    what: 'いまデータを書き込めません。何も変えていません。',
    todo: 'ディスクの空きを確かめ、しばらくしてもう一度試してください。',
  },
  'server.failed': {
    what: '予期しない問題が起きました。',
    todo: 'もう一度試しても続くときは、問い合わせ番号をシステム管理へ伝えてください。',
  },
}
