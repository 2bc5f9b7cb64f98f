/**
 * Every text that a customer reads, per channel, as shipped (version 1). Staff change them in versions (R93). `variants` are the
 * only values that a text may have: the two wordings of notices that contradict each other (R35), or the names of a switch.
 * `quoted` sentences stand in a notice word for word, and are exempt from the vocabulary of R94.
 */
export interface Row {
  personal?: string
  business?: string
  variants?: readonly string[]
  quoted?: true
}

const both = (text: string): { personal: string; business: string } => ({
  personal: text,
  business: text,
})

export const rows = {
  'frame.banking': { personal: 'インターネットバンキング', business: 'ビジネスバンキング' },
  'frame.provider': { personal: '連携先の「API業者」', business: '外部企業（API連携先）' },
  'frame.otherCompany': both('当組合とは別の会社です'),
  'frame.otherLanguage': both('English'),
  'frame.step': both('手順 {step}/{steps}'),
  'frame.errorTitle': both('エラー：{title}'),
  'frame.contact': both('お問い合わせ {phone}'),
  'frame.cancel': both('中止する'),
  'frame.cancel.note': {
    personal:
      '中止すると、「API業者」との今回の連携は行いません。すでにある連携は、そのまま変わりません。',
    business:
      '中止すると、外部企業（API連携先）との今回の連携は行いません。すでにある連携は、そのまま変わりません。',
  },
  'frame.otherChannel': {
    personal: 'ビジネスバンキング（法人向け）をご利用の方はこちら',
    business: 'インターネットバンキング（個人向け）をご利用の方はこちら',
  },

  'signIn.title': { ...both('API連携認証（利用登録）'), quoted: true },
  'signIn.lead': {
    personal: '利用規定をご確認ください',
    business:
      '「ログインID」、「ログインパスワード」を入力して、「{button}」ボタンを押してください。',
  },
  'signIn.loginId': { ...both('ログインID'), quoted: true },
  'signIn.password': { ...both('ログインパスワード'), quoted: true },
  'signIn.button': { ...both('API連携'), quoted: true },
  'signIn.caution.title': both('※注意事項※'),
  'signIn.caution': {
    personal:
      '本機能はお客様の金融情報をAPI連携事業者に提供するものです。「免責事項」欄に掲載する当組合のAPI利用規定のリンクより同規定を確認のうえ同意いただき、必ずお客様自身の責任において行っていただきますようお願いいたします。',
    business:
      'API連携認証（利用者登録）機能は、お客さまの金融情報を外部企業（API連携先）に提供するものです。当組合のAPI利用規定に同意し、必ずお客さま自身の責任において行っていただきますようお願いいたします。',
    quoted: true,
  },
  'signIn.notes.contract': {
    personal:
      'API連携サービスのご利用にあたっては、事前に「API業者」のサービス利用契約および個人向けインターネットバンキングサービスの利用契約が必要です。',
    business:
      'API連携サービスのご利用にあたっては、事前に外部企業（API連携先）のサービス利用契約および当組合のビジネスバンキングの利用契約が必要です。',
    quoted: true,
  },
  'signIn.notes.stop': {
    personal:
      '「API業者」へお客様の情報提供を停止するには、「API業者」への利用停止の手続きが必要です。',
    business:
      '外部企業（API連携先）へのお客さまの情報提供を停止するには、外部企業（API連携先）への利用停止の手続きが必要です。',
    quoted: true,
  },
  'signIn.notes.period': {
    personal:
      '「API業者」とのAPI連携サービスには、有効期限（{days}日）が定められています。有効期限が過ぎた場合は、再度、利用登録が必要となります。',
    business:
      '外部企業（API連携先）とのAPI連携には、有効期限が定められています。有効期限が過ぎた場合は、再度、利用登録をいただく必要があります。',
    quoted: true,
  },
  'signIn.notes.service': {
    personal:
      'API連携先のサービスは、当組合が提供するサービスではございません。サービス内容についてのご不明な点につきましては、それぞれのサービスを提供する「API業者」へお問い合わせください。',
    business:
      '各サービス内容は当組合が提供するものではありません。内容等につきましては、各API連携先へお問い合わせください。',
    quoted: true,
  },
  'signIn.disclaimer.title': both('免責事項'),
  'signIn.terms': both('API利用規定（第{version}版）'),
  'signIn.terms.japanese': both('日本語の規定が正文です。'),
  'signIn.newTab': both('別の画面で開きます'),
  'signIn.wrong.title': both('ログインできませんでした'),
  'signIn.wrong': both(
    'ログインIDまたはログインパスワードが違うか、ご利用が制限されています。入力内容をお確かめのうえ、もう一度入力してください。お困りのときは当組合（{phone}）へお電話ください。',
  ),

  'userNumber.title': { personal: 'API連携認証（利用登録）（利用者番号認証）', quoted: true },
  'userNumber.lead': {
    personal: '利用者番号のうち指定の桁に該当する値を入力してください。',
  },
  'userNumber.legend': { personal: '入力桁数の指定', quoted: true },
  'userNumber.hint': { personal: '利用者番号（{length}桁）の左から数えて {positions}' },
  'userNumber.digit': { personal: '{position}桁目' },
  'userNumber.digit.hint': { personal: '数字1文字' },
  'userNumber.button': { personal: '次へ', quoted: true },
  'userNumber.anew.title': { personal: '指定の桁が変わりました' },
  'userNumber.anew': {
    personal:
      'ほかの画面でお手続きが進んだため、指定の桁（{positions}）が変わりました。もう一度入力してください。誤りには数えません。',
  },
  'userNumber.wrong.title': { personal: '利用者番号の数字が一致しません' },
  'userNumber.wrong': {
    personal:
      '指定の桁（{positions}）をお確かめのうえ、もう一度入力してください。続けて間違えると、ご利用が一時的に制限されます。',
  },

  'extraChallenge.title': {
    personal: 'API連携認証（利用登録）（追加認証）',
    variants: ['API連携認証（利用登録）（追加認証）', 'API連携認証（追加認証）（利用登録）'],
    quoted: true,
  },
  'extraChallenge.lead': {
    personal: 'いつもと違うご利用環境のため、ご本人であることをもう一度確認します。',
  },
  'extraChallenge.question': { personal: '質問', quoted: true },
  'extraChallenge.answer': { personal: '回答を入力', quoted: true },
  'extraChallenge.button': { personal: '認証', variants: ['認証', '次へ'], quoted: true },
  'extraChallenge.wrong.title': { personal: '回答が一致しません' },
  'extraChallenge.wrong': {
    personal:
      'ご登録の回答をお確かめのうえ、もう一度入力してください。全角・半角の違いはそのままでかまいません。続けて間違えると、ご利用が一時的に制限されます。',
  },

  'services.title': { business: 'API連携認証（認可業務選択）（利用登録）', quoted: true },
  'services.lead': {
    business: 'API連携先にて利用する業務を選択し、「{button}」ボタンを押してください。',
  },
  'services.legend': { business: '利用業務を選択', quoted: true },
  'services.button': { business: '次へ', quoted: true },
  'services.none.title': { business: '利用業務が選択されていません' },
  'services.none': { business: '利用する業務を1つ以上選択してください。' },

  'accounts.title': {
    personal: 'API連携認証（利用登録）（口座選択）',
    business: 'API連携認証（口座選択）（利用登録）',
  },
  'accounts.lead': both('連携する口座を選択し、「{button}」ボタンを押してください。'),
  'accounts.legend': both('連携する口座'),
  'accounts.button': both('次へ'),
  'accounts.notEligible': both('普通・当座・貯蓄の口座ではないため、連携できません'),
  'accounts.notOnFile': {
    business:
      '照会用暗証番号のお届けがないため、連携できません。お取引店でお届けのうえ、もう一度お手続きください。',
  },
  'accounts.notRegistered': {
    business: '照会用暗証番号を今回登録していないため、連携しません',
  },
  'accounts.pinLater': { business: '照会用暗証番号が未登録です。次の画面で登録できます。' },
  'accounts.former': both('前回も連携していた口座'),
  'accounts.none.title': both('口座が選択されていません'),
  'accounts.none': both('連携する口座を1つ以上選択してください。'),

  'pin.title': { business: 'API連携認証（照会用暗証番号登録）（利用登録）', quoted: true },
  'pin.lead': {
    business:
      '「照会用暗証番号」の登録状態が未登録の口座を選択して、当組合へ届け出ている照会用暗証番号を入力し、「{button}」ボタンを押してください。',
  },
  'pin.legend': { business: '照会用口座' },
  'pin.number': { business: '照会用暗証番号', quoted: true },
  'pin.number.hint': { business: '4桁の数字' },
  'pin.button': { business: '登録', quoted: true },
  'pin.none.title': { business: '口座が選択されていません' },
  'pin.none': {
    business:
      '口座を選択し、照会用暗証番号をもう一度入力してください。入力の誤りとしては数えていません。',
  },
  'pin.wrong.title': { business: '照会用暗証番号を登録できませんでした' },
  'pin.wrong': {
    business:
      '口座の選択と、当組合へ届け出ている照会用暗証番号をお確かめのうえ、もう一度入力してください。続けて間違えると、ご利用が一時的に制限されます。',
  },

  'pinResult.title': { business: 'API連携認証（照会用暗証番号登録結果）', quoted: true },
  'pinResult.lead1': { business: '以下の内容で照会用暗証番号を登録しました。', quoted: true },
  'pinResult.lead2': {
    business: '内容を確認の上、「{button}」ボタンを押してください。',
    quoted: true,
  },
  'pinResult.lead3': {
    business: '照会用暗証番号を追加登録するには、「{button}」ボタンを押してください。',
    quoted: true,
  },
  'pinResult.table': { business: '口座一覧', quoted: true },
  'pinResult.state': { business: '登録状態', quoted: true },
  'pinResult.account': { business: '照会用口座', quoted: true },
  'pinResult.memo': { business: '口座メモ', quoted: true },
  'pinResult.pin': { business: '照会用暗証番号（現在）', quoted: true },
  'pinResult.registered': { business: '登録済み', quoted: true },
  'pinResult.pending': { business: '登録済み*', quoted: true },
  'pinResult.missing': { business: '未登録', quoted: true },
  'pinResult.notOnFile': { business: 'お届けなし' },
  'pinResult.note': {
    business: '※登録状態欄に“*”が表示されている口座の暗証番号は、認可完了後に有効となります。',
    quoted: true,
  },
  'pinResult.more': { business: '照会用暗証番号の追加登録', quoted: true },
  'pinResult.button': { business: '確認', variants: ['確認', '確定'], quoted: true },

  'permit.title': {
    personal: 'API連携認証（利用登録）（情報連携認可）',
    business: 'API連携認証（情報アクセス許可）（利用登録）',
    quoted: true,
  },
  'permit.lead': {
    personal:
      '{provider}が、お客様の口座情報へのアクセスを求めています。アクセスを許可する場合は「{button}」ボタンを押してください。',
    business:
      '{service}（{provider}）がお客様のインターネットバンキングの口座情報・暗証情報へのアクセスを求めています。',
    quoted: true,
  },
  'permit.use': {
    business:
      '{service}（{provider}）と信用組合IDサービスはそれぞれの利用規約とプライバシーポリシーに従って、この情報を使用します。',
    quoted: true,
  },
  'permit.agree': {
    business: '以下の認可対象・認可期間にご同意の上、「{button}」ボタンを押してください。',
    quoted: true,
  },
  'permit.who': {
    personal: '連携先の「API業者」について',
    business: '外部企業（API連携先）について',
  },
  'permit.who.name': both('会社名'),
  'permit.who.registration': both('電子決済等代行業者の登録番号'),
  'permit.who.service': both('連携するサービス'),
  'permit.who.purpose': both('利用目的'),
  'permit.who.site': both('Webサイト'),
  'permit.who.privacy': both('プライバシーポリシー'),
  'permit.data': { personal: '渡す情報', business: '認可対象' },
  'permit.details': { personal: 'shown', variants: ['shown', 'hidden'] },
  'permit.services': { business: '利用業務' },
  'permit.transactions': both('入出金明細'),
  'permit.transactions.words': both('いつ、いくら、どこへ・どこからのお金の出入りがあったか'),
  'permit.balances': both('残高'),
  'permit.balances.words': both('口座にいくらあるか'),
  'permit.accounts': both('口座の情報'),
  'permit.accounts.words': both('支店名、科目、口座番号、口座名義'),
  'permit.accountList': both('対象の口座'),
  'permit.accountList.note': both('今後新しく開く口座は含まれません。'),
  'permit.leftOut': both('連携しない口座'),
  'permit.period': { personal: '期間', business: '認可期間' },
  'permit.from': both('開始'),
  'permit.to': both('終了'),
  'permit.period.note': both('{days}日間です。期限が来ると自動で終わります。'),
  'permit.stop': both('やめるとき'),
  'permit.stop.how': {
    personal:
      '「API業者」での利用停止の手続きをお願いします。当組合へのお電話（{phone}）でも解除できます。',
    business:
      '外部企業（API連携先）での利用停止の手続きをお願いします。当組合へのお電話（{phone}）でも解除できます。',
  },
  'permit.renewal': both('前回（{date}）の許可を、今回の内容で置き換えます'),
  'permit.renewal.same': both('渡す情報と口座は前回と同じです。'),
  'permit.renewal.added': both('新しく加わる'),
  'permit.renewal.removed': both('今回はなくなる'),
  'permit.renewal.longer': both('前回の期限（{date}）より延びます'),
  'permit.intent': { business: '意思確認', quoted: true },
  'permit.intent.site': {
    business:
      '「{button}」ボタンを押す前に、{service}（{provider}）のWebサイトを確認できるかどうかお客様自身の判断で確認してください。',
    quoted: true,
  },
  'permit.intent.terms': {
    business:
      '「{button}」ボタンを押すことによって、お客様は{service}（{provider}）の利用規約の同意と利用を認めることとなります。',
    quoted: true,
  },
  'permit.intent.tick': {
    business: '認可手続きを継続する場合は「{tick}」のチェックボックスをチェックしてください。',
    quoted: true,
  },
  'permit.intent.address': {
    business:
      'お客様の入力されたIPアドレス等の通信情報はAPI連携先企業には開示されません。また、API連携事業者との間の通信は暗号化されています。',
    quoted: true,
  },
  'permit.intent.phone': {
    business:
      'なお、本アプリケーションへのアクセスは、信用組合へ連絡することによってでも解除することができます。',
    quoted: true,
  },
  'permit.tick': {
    business: '認可手続きを継続する',
    variants: ['認可手続きを継続する', '許可手続きを継続する'],
    quoted: true,
  },
  'permit.tick.missing.title': { business: '意思確認がお済みでありません' },
  'permit.tick.missing': {
    business:
      '意思確認をご一読のうえ、チェックボックスをチェックしてから、もう一度押してください。',
  },
  'permit.changed.title': both('画面を開いたあとに、内容が変わりました'),
  'permit.changed.provider': both('連携先の名称・サービス名が変わりました。'),
  'permit.changed.data': both('渡す情報が変わりました。'),
  'permit.changed.accounts': both('対象の口座が変わりました。'),
  'permit.changed.period': both('期間が変わりました。'),
  'permit.changed.former': both('前回の許可との違いが変わりました。'),
  'permit.changed.words': both('説明文または利用規定が変わりました。'),
  'permit.changed': both('まだ何も許可していません。次の内容をもう一度ご確認ください。'),
  'permit.reassure': {
    personal:
      'ログインIDやログインパスワードが「API業者」に渡ることはありません。お振込など、お金を動かす操作はできません。',
    business:
      '外部企業（API連携先）にログインIDやログインパスワードを預けることはありません。お振込など、お金を動かす操作はできません。',
  },
  'permit.button': {
    personal: '許可',
    business: '許可',
    variants: ['許可', '許可する'],
    quoted: true,
  },

  'time.title': both('お手続きの残り時間'),
  'time.left': both('このお手続きの残り時間は、およそ{minutes}分です。'),
  'time.warning': both('まもなく時間切れになります（残り{minutes}分以内）。'),
  'time.continue': both('続ける'),
  'time.over': both('お手続きの時間が過ぎました。'),
  'time.next': both('次の画面へ'),
  'tries.left': both('あと{tries}回間違えると、一定の時間ご利用を制限します。'),
  'leave.title': {
    personal: '「API業者」の画面へ戻ります',
    business: '外部企業（API連携先）の画面へ戻ります',
  },
  'leave.lead': both('自動で切り替わらないときは、下のボタンを押してください。'),
  'leave.button': {
    personal: '「API業者」の画面へ',
    business: '外部企業（API連携先）の画面へ',
  },
  'notice.locked.title': both('ご利用を一時的に制限しています'),
  'notice.locked.why': both(
    '続けて間違った入力があったため、安全のために入力を受け付けていません。このお手続きでの連携は行っていません。',
  ),
  'notice.locked.todo': both(
    'お急ぎのときや、お心当たりがないときは、お電話ください。ご本人を確認のうえ、制限を解きます。',
  ),
  'notice.locked.until': both('あとおよそ{minutes}分で、もう一度入力できます。'),
  'notice.locked.closed': both('時間がたっても解けません。お取引店で解除の手続きが必要です。'),
  'notice.retry': both('もう一度試す'),
  'notice.call': both('お取引店：{branch}　お電話：{phone}'),
  'notice.stopped.title': both('API連携のご利用を止めています'),
  'notice.stopped.why': both(
    'ご利用停止のお申し出などにより、安全のため、新しい連携を止めています。',
  ),
  'notice.stopped.todo': both('再開するときは、お取引店で書面の手続きが必要です。'),
  'notice.link-barred.title': both('この連携先とは、いま連携できません'),
  'notice.link-barred.why': both(
    '紛失・盗難や不正利用の疑いにより、この連携先との連携を止めています。新しく連携し直すこともできません。',
  ),
  'notice.link-barred.todo': both('再開するときは、お取引店で書面の手続きが必要です。'),
  'notice.timed-out.title': both('お手続きの時間が過ぎました'),
  'notice.timed-out.why': both(
    '安全のため、一定の時間でお手続きを終わらせています。このお手続きでの連携は行っていません。',
  ),
  'notice.timed-out.todo': {
    personal: '「API業者」の画面から、もう一度はじめてください。',
    business: '外部企業（API連携先）の画面から、もう一度はじめてください。',
  },
  'notice.out-of-order.title': both('はじめからやり直してください'),
  'notice.out-of-order.why': both(
    '画面の順番どおりでない操作がありました。このお手続きでの連携は行っていません。',
  ),
  'notice.out-of-order.todo': both('「はじめから」を押すと、最初の画面に戻ります。'),
  'notice.again': both('はじめから'),
  'notice.password-changed.title': both('もう一度ログインしてください'),
  'notice.password-changed.why': both(
    'お手続きの途中でログインパスワードが変更されたため、お手続きを止めました。',
  ),
  'notice.password-changed.todo': both(
    '「はじめから」を押し、新しいログインパスワードでログインしてください。お心当たりがないときは、お取引店へご連絡ください。',
  ),
  'notice.no-number.title': { personal: '利用者番号の登録がありません' },
  'notice.no-number.why': {
    personal: 'ご本人の確認に使う利用者番号が登録されていないため、お手続きを続けられません。',
  },
  'notice.no-number.todo': { personal: '登録はお取引店で承ります。' },
  'notice.expired.title': both('はじめるまでに時間がたちました'),
  'notice.expired.why': {
    personal: '「API業者」からの依頼は、安全のため1分で期限が切れます。',
    business: '外部企業（API連携先）からの依頼は、安全のため1分で期限が切れます。',
  },
  'notice.expired.todo': {
    personal: '「API業者」の画面に戻り、連携の操作をもう一度行ってください。',
    business: '外部企業（API連携先）の画面に戻り、連携の操作をもう一度行ってください。',
  },
  'notice.unknown-provider.title': both('お手続きの依頼元を確認できません'),
  'notice.unknown-provider.why': {
    personal: '当組合に登録のない「API業者」からの依頼です。',
    business: '当組合に登録のない外部企業（API連携先）からの依頼です。',
  },
  'notice.unknown-provider.todo': both(
    'ログインIDやパスワードは入力せず、この画面を閉じてください。お心当たりのある連携先のときは、当組合へお問い合わせください。',
  ),
  'notice.back': {
    personal: '「API業者」の画面へ戻る',
    business: '外部企業（API連携先）の画面へ戻る',
  },
  'notice.already-finished.title': both('このお手続きは終わっています'),
  'notice.already-finished.why': both('すでに完了したか、中止されたお手続きの画面です。'),
  'notice.already-finished.todo': {
    personal:
      '結果は「API業者」の画面でご確認ください。もう一度連携するときは、「API業者」の画面からはじめてください。',
    business:
      '結果は外部企業（API連携先）の画面でご確認ください。もう一度連携するときは、外部企業（API連携先）の画面からはじめてください。',
  },
  'notice.provider-stopped.title': {
    personal: 'この「API業者」との連携を停止しています',
    business: 'この外部企業（API連携先）との連携を停止しています',
  },
  'notice.provider-stopped.why': {
    personal:
      '当組合が、この「API業者」との連携を現在停止しています。このお手続きでの連携は行っていません。',
    business:
      '当組合が、この外部企業（API連携先）との連携を現在停止しています。このお手続きでの連携は行っていません。',
  },
  'notice.provider-stopped.todo': both('再開の時期などは当組合へお問い合わせください。'),
  'notice.provider-ended.title': {
    personal: 'この「API業者」との連携は終わりました',
    business: 'この外部企業（API連携先）との連携は終わりました',
  },
  'notice.provider-ended.why': {
    personal:
      '当組合と、この「API業者」との連携は終わりました。このお手続きでの連携は行っていません。',
    business:
      '当組合と、この外部企業（API連携先）との連携は終わりました。このお手続きでの連携は行っていません。',
  },
  'notice.provider-ended.todo': both(
    'これまでの連携も終わっています。ご不明の点は当組合へお問い合わせください。',
  ),
  'notice.provider-no-new.title': {
    personal: 'この「API業者」との新しい連携は受け付けていません',
    business: 'この外部企業（API連携先）との新しい連携は受け付けていません',
  },
  'notice.provider-no-new.why': {
    personal:
      '当組合は、この「API業者」との新しい連携の受付を止めています。このお手続きでの連携は行っていません。',
    business:
      '当組合は、この外部企業（API連携先）との新しい連携の受付を止めています。このお手続きでの連携は行っていません。',
  },
  'notice.provider-no-new.todo': both(
    'すでに続いている連携の更新だけを承っています。ご不明の点は当組合へお問い合わせください。',
  ),
  'notice.no-account.title': both('連携できる口座がありません'),
  'notice.no-account.why': {
    personal:
      'API連携の対象は普通・当座・貯蓄の口座です。お客様の口座には対象の口座がありませんでした。',
    business:
      'API連携の対象は、照会用暗証番号が登録済みの普通・当座・貯蓄の口座です。対象の口座がありませんでした。',
  },
  'notice.no-account.todo': both('口座についてはお取引店へお問い合わせください。'),
  'notice.not-entitled.title': { business: 'このログインIDでは許可できません' },
  'notice.not-entitled.why': {
    business: 'API連携を許可できる方を、貴社が限っています。このお手続きでの連携は行っていません。',
  },
  'notice.not-entitled.todo': {
    business: '許可できる方がお手続きしてください。変更はお取引店で承ります。',
  },
  'notice.user-left.title': { business: 'このログインIDはご利用いただけません' },
  'notice.user-left.why': {
    business:
      'このログインIDは、登録された利用終了日を迎えています。このお手続きでの連携は行っていません。',
  },
  'notice.user-left.todo': {
    business:
      '貴社でいまご利用中の方がお手続きしてください。お心当たりがないときは、お取引店へご連絡ください。',
  },
  'notice.no-question.title': { personal: '合言葉が登録されていません' },
  'notice.no-question.why': {
    personal:
      'このお手続きでは合言葉でご本人を確認します。お客様の合言葉は、まだ登録されていません。',
  },
  'notice.no-question.todo': {
    personal: 'お取引店の窓口で合言葉を登録してから、「API業者」の画面でもう一度はじめてください。',
  },
  'notice.service-stopped.title': both('インターネットバンキングをご利用いただけません'),
  'notice.service-stopped.why': both(
    'インターネットバンキングが利用停止または解約になっているため、新しい連携はできません。',
  ),
  'notice.service-stopped.todo': both('利用の再開については、お取引店へお問い合わせください。'),
  'notice.wrong-browser.title': both('この画面からは続けられません'),
  'notice.wrong-browser.why': both(
    'お手続きをはじめたときと違うブラウザで開かれたか、Cookieが使えない設定になっています。',
  ),
  'notice.wrong-browser.todo': {
    personal: 'はじめたときと同じブラウザで開くか、「API業者」の画面からもう一度はじめてください。',
    business:
      'はじめたときと同じブラウザで開くか、外部企業（API連携先）の画面からもう一度はじめてください。',
  },
  'notice.unavailable.title': both('ただいまお手続きできません'),
  'notice.unavailable.why': both('当組合のシステムで一時的な問題が起きています。'),
  'notice.unavailable.todo': {
    personal: 'しばらくしてから、「API業者」の画面からもう一度はじめてください。',
    business: 'しばらくしてから、外部企業（API連携先）の画面からもう一度はじめてください。',
  },
  'notice.busy.title': both('ただいま混み合っています'),
  'notice.busy.why': both(
    'お手続きが集中しているため、またはお使いの回線からの入力の誤りが多いため、いまは受け付けられません。このお手続きでの連携は行っていません。',
  ),
  'notice.busy.todo': both(
    '少し時間をおいて、もう一度お試しください。1時間たっても続くときは、当組合へお問い合わせください。',
  ),
  'notice.request-refused.title': both('お手続きをはじめられません'),
  'notice.request-refused.why': {
    personal: '「API業者」から届いた依頼を受け付けられませんでした。',
    business: '外部企業（API連携先）から届いた依頼を受け付けられませんでした。',
  },
  'notice.request-refused.todo': {
    personal:
      '「API業者」の画面から、もう一度はじめてください。続くときは「API業者」へお問い合わせください。',
    business:
      '外部企業（API連携先）の画面から、もう一度はじめてください。続くときは外部企業（API連携先）へお問い合わせください。',
  },
  'notice.number': both('お問い合わせのときは、次の番号をお伝えください：{number}'),
} as const satisfies Record<string, Row>
