import type { Texts } from './text.ts'

/** 接続試験: what a provider's client shows before its 有効化. */
export const connectionTest = {
  'connectionTest.title': ['接続試験', 'Connection test'],
  'connectionTest.open': ['接続試験を開く', 'Open the connection test'],
  'connectionTest.lead': [
    'API業者の技術担当者が、自社のプログラムで下の試験用の入口に接続します。お客さまもデータも架空で、本番とは別のデータベースです。届いた呼出しは、この画面で自動的に確かめます。',
    'The provider’s engineers connect with their own program to the test channel below. Its customers and data are invented, in a database of its own. What arrives is judged here by itself.',
  ],
  'connectionTest.closed': ['接続試験の入口が開いていません', 'No test channel is open'],
  'connectionTest.closed.todo': [
    'システム管理者が、起動のときに --test-port（公開する場合は --test-issuer も）を指定すると開きます。ほかの方法で試験を終えているときは、台帳で理由を書いて免除できます（もう一人の確認が要ります）。',
    'The system administrator opens one at the start by --test-port (and --test-issuer where it is public). A test made in another way is waived on the ledger with a reason, which another person checks.',
  ],
  'connectionTest.ownMachine': [
    'この入口には、連携デスクが動いている機械からしか接続できません',
    'This channel is reached from the machine alone on which this program runs',
  ],
  'connectionTest.ownMachine.todo': [
    '下のアドレスをAPI業者に渡しても届きません。システム管理者が、起動のときに --test-issuer（例：https://test-api.example.jp）も指定し、TLSの前段からこの入口に通すと、API業者から届くアドレスになります。くわしくはREADMEの「Commands」にあります。',
    'A provider cannot connect to the addresses below. With --test-issuer (such as https://test-api.example.jp) at the start, and the TLS front passing it here, the system administrator makes one that a provider reaches: see Commands in the README.',
  ],
  'connectionTest.notNow': [
    'いまの状態では接続できません。審査中・承認待ちのあいだだけ、この入口に接続できます。',
    'Not open in this state: a provider connects here in review and approval alone.',
  ],
  'connectionTest.channel': ['試験用の入口', 'Test channel'],
  'connectionTest.issuer': ['発行者（issuer）', 'Issuer'],
  'connectionTest.metadata': ['サーバー情報（メタデータ）', 'Server metadata'],
  'connectionTest.api': ['データAPI', 'Data API'],
  'connectionTest.customers': ['試験用のお客さま（架空）', 'Test customers (invented)'],
  'connectionTest.loginId': ['ログインID', 'Login ID'],
  'connectionTest.userNumber': ['利用者番号', 'User number'],
  'connectionTest.secret': ['合言葉・照会用暗証番号', 'Answers, inquiry PIN'],
  'connectionTest.steps': ['確かめる項目', 'Steps'],
  'connectionTest.steps.count': [
    '必要な{all, number}項目のうち {met, number}項目を確認',
    '{met, number} of {all, number} needed steps seen',
  ],
  'connectionTest.since': ['この登録内容になった日時', 'Registered so since'],
  'connectionTest.met': ['確認', 'Seen'],
  'connectionTest.unmet': ['まだ', 'Not yet'],
  'connectionTest.optional': ['任意', 'optional'],
  'connectionTest.step': ['項目', 'Step'],
  'connectionTest.clause': ['根拠となる仕様', 'Clause'],
  'connectionTest.metAt': ['確認した日時', 'Seen at'],
  'connectionTest.endLinks': ['試験の連携を当組合から終える', 'End the links of the test'],
  'connectionTest.endLinks.hint': [
    '試験用の連携を当組合の側から終わらせます。そのあとの呼出しが断られ、API業者のプログラムがそれを受け取れることを確かめます。本番の連携には触れません。',
    'Ends the links of the test from our side. The provider’s next call is refused, and its program has to cope. No real link is touched.',
  ],
  'connectionTest.endLinks.done': [
    '試験の連携 {n, number}件を終えました。API業者に、もう一度データを呼び出してもらってください。',
    '{n, plural, one {# link} other {# links}} of the test ended. Ask the provider to call for data again.',
  ],
  'connectionTest.record': ['合格として台帳に記録する', 'Record as passed on the ledger'],
  'connectionTest.record.hint': [
    '記録すると、確かめた日時と登録内容のハッシュ値を書いたファイルが証拠として台帳に残ります。有効化には、もう一人の確認が要ります。',
    'A file with the times and the hash of the registration stays on the ledger as evidence. Another person checks it before activation.',
  ],
  'connectionTest.recorded': [
    'この登録内容での合格を台帳に記録しました。もう一人が台帳で確認します。',
    'Passed with this registration, and recorded. Another person checks it on the ledger.',
  ],
  'connectionTest.failures': ['断った呼出し', 'Refused calls'],
  'connectionTest.failures.hint': [
    '新しい順。英文は、API業者の技術担当者にそのまま伝えられる説明です。',
    'Newest first. The English text can be handed to the provider’s engineers as it is.',
  ],
  'connectionTest.failures.empty': ['断った呼出しはありません', 'No call was refused'],
  'connectionTest.failures.empty.todo': [
    'API業者のプログラムが誤った呼出しをすると、その理由がここに出ます。',
    'Where the provider’s program calls wrongly, the reason appears here.',
  ],
  'connectionTest.call': ['呼出し', 'Call'],
  'connectionTest.why': ['断った理由', 'Why'],
  'connectionTest.toEngineer': ['技術担当者向け', 'For engineers'],
  'connectionTest.note': ['{issuer} で確認（{time}）', 'Seen at {issuer} ({time})'],
  'connectionTest.protocol': [
    '接続試験の記録　{name}',
    'Protocol of the connection test of {name}',
  ],
  'connectionTest.unread': [
    'サーバー情報を読めませんでした。比べていません。このページを開いているあいだ、読み直します。',
    'The metadata could not be read, and was not compared. It is read again while this page is open.',
  ],
  'connectionTest.differs': [
    '接続通知書と違う項目：{names}',
    'Not as the connection notice says: {names}',
  ],
  'connectionStep.discovery': [
    'サーバー情報が接続通知書と同じ（このプログラムが確かめます）',
    'The server’s metadata says what the connection notice says (read by this program)',
  ],
  'connectionStep.verifier': [
    '違う検証値（code_verifier）で換えようとして断られる',
    'Redeems a code with a wrong code_verifier and meets invalid_grant',
  ],
  'connectionStep.replayed': [
    '使った認可コードをもう一度送って断られる（先のトークンも無効になる）',
    'Redeems a used code again and meets invalid_grant; its tokens end too',
  ],
  'connectionStep.par': ['連携の申込みを送る（PAR）', 'Pushes its authorization request (PAR)'],
  'connectionStep.permit': ['お客さまが許可する', 'A customer permits'],
  'connectionStep.token': [
    '認可コードをトークンに換える',
    'Redeems the code (PKCE, private_key_jwt)',
  ],
  'connectionStep.dpop': ['DPoPの証明をつけてデータを呼び出す', 'Calls with a DPoP proof'],
  'connectionStep.accounts': ['口座一覧を読む', 'Reads accounts'],
  'connectionStep.balances': ['残高を読む', 'Reads a balance'],
  'connectionStep.transactions': ['入出金明細を読む', 'Reads transactions'],
  'connectionStep.refresh': ['トークンを更新する', 'Refreshes its token'],
  'connectionStep.ended': [
    '当組合が終えた連携で断られる',
    'Meets the refusal of a link that the union has ended',
  ],
  'connectionStep.revoke': ['トークンを返す（連携をやめる）', 'Revokes its token'],
  'connectionStep.cancelled': ['お客さまが途中で中止する', 'A customer breaks off'],
  'connectionStep.introspect': ['トークンの状態を照会する', 'Asks about a token'],
  'connectionRefusal.invalid_request': [
    '依頼に足りない項目か、形の違う項目があります。',
    'a parameter is missing or malformed (RFC 6749 §5.2)',
  ],
  'connectionRefusal.invalid_grant': [
    '認可コードか更新トークンが、無効・使用済み・期限切れです。または、PKCEの検証値（code_verifier）かリダイレクト先が申込みのときと違います。',
    'the code or refresh token is unknown, used or over, or code_verifier or redirect_uri is not that of the request (RFC 6749 §5.2, RFC 7636 §4.6)',
  ],
  'connectionRefusal.invalid_scope': [
    '登録していないデータの種類を求めています。',
    'a scope is asked for that is not registered (RFC 6749 §3.3)',
  ],
  'connectionRefusal.invalid_redirect_uri': [
    'リダイレクト先が、登録したものと一字一句同じではありません。',
    'redirect_uri is not one of those registered, to the letter (RFC 9126 §2.4)',
  ],
  'connectionRefusal.invalid_dpop_proof': [
    'DPoPの証明が正しくありません。宛先・方法・時刻・番号（jti）・署名を確かめてください。同じ証明は一度しか使えません。',
    'the DPoP proof is not valid: htu, htm, iat, jti, signature; each proof is good for one call (RFC 9449 §4.3)',
  ],
  'connectionRefusal.unsupported_grant_type': [
    '使えるのは authorization_code と refresh_token だけです。',
    'only authorization_code and refresh_token are offered (RFC 6749 §5.2)',
  ],
  'connectionRefusal.dpop.invalid': [
    'データの呼出しについたDPoPの証明がないか、正しくありません。宛先（htu）・方法（htm）・トークンのハッシュ（ath）・時刻・鍵を確かめてください。',
    'the DPoP proof of the call is missing or not valid: htu, htm, ath, iat, jti, key (RFC 9449 §4.3, §7.1)',
  ],
  'connectionRefusal.wrong-scheme': [
    'Authorization の種類が違います。鍵に結び付けたトークンは「DPoP」で送ります。',
    'the authorization scheme is wrong: a bound token goes by DPoP (RFC 9449 §7.1)',
  ],
  'connectionRefusal.token-expired': [
    'アクセストークンの有効期限が切れています。更新してから呼び出します。',
    'the access token has expired: refresh it first (RFC 6750 §3.1)',
  ],
  'connectionRefusal.token-ended': [
    'このアクセストークンは返却されています。',
    'the access token was revoked (RFC 6750 §3.1)',
  ],
  'connectionRefusal.grant-terminated': [
    '当組合が連携を終えています（試験では「当組合から終える」のあとの正しい応答です）。API業者は、お客さまに連携のやり直しを案内します。',
    'the union has ended the link, as it does in this test: the customer has to link anew (RFC 6750 §3.1)',
  ],
  'connectionRefusal.grant-revoked': [
    '連携は解除されています。お客さまの許可からやり直します。',
    'the link was revoked: the customer has to permit anew (RFC 6750 §3.1)',
  ],
  'connectionRefusal.grant-expired': [
    '連携の有効期間が終わっています。お客さまの許可からやり直します。',
    'the link is over: the customer has to permit anew (RFC 6750 §3.1)',
  ],
  'connectionRefusal.grant-superseded': [
    'お客さまが連携し直したため、前の連携は終わっています。新しいトークンを使います。',
    'the customer has linked anew: use the newer token (RFC 6750 §3.1)',
  ],
  'connectionRefusal.provider-suspended': [
    'このAPI業者は、いま試験の対象ではありません。',
    'the provider takes no tests now (RFC 6750 §3.1)',
  ],
  'connectionRefusal.token.scope': [
    '許可されていない種類のデータを呼び出しています。',
    'the data are outside of what was permitted (RFC 6750 §3.1, insufficient_scope)',
  ],
  'connectionRefusal.account.not-found': [
    '許可された口座ではありません。口座一覧で得た accountId を使います。',
    'no such account in this link: take accountId from the list of accounts',
  ],
  'connectionRefusal.input.invalid': [
    '知らない項目か、形の違う項目がついています。',
    'a parameter is unknown or malformed',
  ],
  'connectionRefusal.input.range': ['開始日が終了日よりあとです。', 'dateFrom is after dateTo'],
  'connectionRefusal.hours.closed': [
    '照会の受付時間の外です。',
    'outside of the service hours of this inquiry',
  ],
} as const satisfies Texts
