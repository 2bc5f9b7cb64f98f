import type { Texts } from './text.ts'

/** 「この画面について」 of each page (U36): what it is for, then a line for each thing that is done when something is the case. */
export const help = {
  'help.today': [
    'きょう対応するものを見る画面です。数字を押すと、その数と同じ件数の一覧が開きます。\n電話が来たら: N で検索欄へ移り、お名前・電話・口座などを入れます。\n「確認待ち」があるとき: もう一人の確認が要る変更です。内容を読んで、認めるか戻します。\n赤や黄の知らせがあるとき: 知らせの中のボタンから、対処する画面へ進みます。',
    'What there is to do today. Each number opens the list that it counts.\nA call comes in: N leads to the search box; type a name, telephone or account.\nSomething waits for a second person: read what will change, then agree or send it back.\nA red or yellow notice stands there: its button leads to where it is dealt with.',
  ],
  'help.requests': [
    '受付の一覧です。\n途中で切れた受付を続けるとき: 受付を開いてお客さまの画面へ進みます。翌日からは新しい受付として、前の受付につながります。\n検印を待つ受付を見るとき: 上の条件で「検印待ち」を選びます。',
    'All requests.\nA cut call goes on: open the request and go to the customer. From the next day on it is a new request, linked to the former.\nWhat waits for an approval: choose that view above the list.',
  ],
  'help.request': [
    'ひとつの受付の記録です。本人確認と操作の記録は、あとから変わりません。申出人の氏名・回答内容・折返し電話・備考は、受付が閉じられるまで受付者が直せます。直す前の内容は監査に残ります。\n記録が違うとき: 「訂正する」で、正しい内容を並べて残します。\n受付票がもう一度要るとき: 「受付票（PDF）」で作ります（P でそのボタンへ移ります）。二度目からは「再発行」と入ります。\n検印するとき: 対象と理由を読んで、検印するかしないかを選びます。',
    'The record of one request. Checks and acts stay as they were made. Who took it can change the name of who asks, what was told, the telephone and the note until it is closed; the audit keeps the former words.\nSomething in it is wrong: a correction puts what is right beside it.\nThe slip is needed again: make it, marked as a reprint; P goes to its button.\nTo approve: read whom it reaches and why, then decide.',
  ],
  'help.grants': [
    'すべての連携の一覧です。条件・並び・列は覚えておけます。\nひとつの連携を止めたいとき: 行を開いてお客さまの画面へ進み、受付を始めます。\n一覧を渡すとき: CSV か印刷を使います。どちらも監査に残ります。',
    'All links. Filters, order and columns can be kept as a view.\nTo stop one: open its row and begin a request on the customer’s page.\nTo hand the list on: CSV or print; both stand in the audit.',
  ],
  'help.customers': [
    'お客さまの一覧です。ひとりを探すときは、上の検索欄のほうが早く見つかります。\n合言葉のないお客さまを見るとき: 上の条件で選びます。',
    'All customers. To find one, the search box above is faster.\nWho has no question for sign-in: choose that view above the list.',
  ],
  'help.customer': [
    'お客さまひとりの連携と受付の画面です。\n電話や窓口で申出を受けたとき: 右の「受付」で申出人を確かめてから、連携を選び、R で解除します。\n急いで止めるとき: Alt+E の緊急停止は、本人確認の前でもすべての連携を止められます。解除ではありません。\n本人確認ができないとき: 折り返し電話・窓口・書面のどれかをご案内します。\n終わったら: 「回答内容」にお伝えしたことを書き、「受付票（PDF）」で作ります（P でそのボタンへ移ります）。案のとおりにお伝えしたときは、Alt+Y だけで済みます。',
    'The links and requests of one customer.\nSomebody asks by telephone or at the counter: check who asks in the panel at the right, choose links, then R.\nIt must stop now: Alt+E stops all links even before the check; it ends none of them.\nThe check fails: offer a call back, the branch, or a letter.\nAt the end: write what was told, and make the slip; P goes to its button. Where you told what is proposed, Alt+Y does both.',
  ],
  'help.providers': [
    'API業者の一覧です。旧名・client_id・登録番号・連絡先でも探せます。\n新しい業者を登録するとき: 「API業者を登録」から始めます。途中まで書いたものは残ります。\n期日を見るとき: 「期日」を開きます。公表する一覧は「公表」にあります。',
    'All providers; former names, client_id, registration number and contacts find them too.\nTo register one: begin a new registration; what is half-typed is kept.\nWhat falls due, and what is published, have pages of their own.',
  ],
  'help.due': [
    'API業者ごとの期日（契約の期限、登録の再確認、鍵の期限など）の一覧とカレンダーです。\n期日が過ぎているとき: 行から台帳へ進み、新しい内容を入れます。',
    'What falls due of each provider: contracts, checks of the registration, keys.\nA day has passed: its row leads to the ledger.',
  ],
  'help.publication': [
    '公表する一覧・3つの条項・基準を作る画面です。台帳で確かめ済みの内容だけが載ります。\n空の条項や未確認の条項があるとき: 公表できません。表示される業者の台帳で埋めて、もう一人が確かめます。\n台帳と公表の中身が違うとき: 違いを読み、公表し直します。公表は一人で行い、監査に残ります。',
    'Makes the lists, the three clauses and the standards that are published, from what the ledger has checked.\nA clause is empty or unchecked: nothing is published; fill it in the ledger and have it checked.\nRegistry and publication differ: read the difference and publish again.',
  ],
  'help.providerEdit': [
    'API業者の登録内容を書く画面です。書きかけは残ります。\n有効な業者の名称などを変えるとき: もう一人の確認が要ります。「適用日」を入れると、その日に変わります。\n入力のあいだに変更されたとき: 保存されている内容が並んで表示され、選んで合わせられます。',
    'The registration of a provider. What is half-typed is kept.\nThe provider is active: a second person agrees; with a day given, it changes on that day.\nIt was changed meanwhile: what is saved stands beside yours and is merged.',
  ],
  'help.provider': [
    'API業者ひとつの状態・鍵・連携の画面です。\n有効にするとき: 不足の一覧をすべて埋め、接続試験に合格してから、もう一人が認めます。\n止めるとき: 「停止」を選ぶ前に、何件の連携に届くかが出ます。止めるのは一人、再開は二人です。\n日付を決めた変更があるとき: 「予定の変更」に新旧が並びます。その日までは取りやめられます。',
    'State, keys and links of one provider.\nTo activate: fill everything on the list of what is missing, pass the connection test; a second person agrees.\nTo stop: whom it reaches stands there first. One stops, two resume.\nA change has a day: old and new stand side by side until then, and it can be withdrawn.',
  ],
  'help.ledger': [
    '導入台帳です。入れた人とは別の人が確かめて、はじめて確認済みになります。\n内容を入れるとき: 項目を開き、証跡を付けます。\n確かめるとき: 証跡を読み、「この区分を確認した」を押します。自分で入れたものは確かめられません。',
    'The ledger of a provider. What one has entered another checks.\nTo enter: open an item and attach its evidence.\nTo check: read the evidence. Nobody checks their own entry.',
  ],
  'help.connectionTest': [
    '接続試験の画面です。業者が自分のアプリで試験用の環境につなぐと、届いた呼出しから各段階が判定されます。\n始めるとき: 試験用の環境が動いていることを確かめ、接続通知書の宛先を業者に渡します。\n失敗したとき: どの呼出しが、どの条項に合わなかったかを読み、業者に伝えます。直ったら同じ段階からもう一度です。\n合格したとき: 「合格として台帳に記録する」を押すと台帳に載り、別の人が台帳で確かめます。有効化にはこの合格か、免除の理由が要ります。',
    'A provider connects with its own client to the test channel; each step is judged from its calls.\nTo begin: see that the test channel runs, and give the provider its addresses.\nA step fails: read which call broke which clause, and tell the provider; then again.\nPassed: “Record as passed on the ledger” enters it there, and another person checks it. Activation asks for it, or for a reason why it is waived.',
  ],
  'help.newCase': [
    '終了の手続または事故の記録を始める画面です。\n始めたあとも内容は直せます。直す前の内容は監査に残ります。\nいますぐ止める必要があるとき: 「いま止めるもの」を選ぶと、記録と停止がひとつの操作で行われます。',
    'Begins the end of a provider or the record of an incident.\nIt can be corrected afterwards; what stood before is in the audit.\nIt must stop at once: the stop is made together with the record, in one act.',
  ],
  'help.case': [
    '終了の手続または事故の進み具合です。上から順に、したことと証跡を残します。\n手紙を出すとき: 「書面をつくる（PDF）」で、対象のお客さま200人分ずつの PDF を作ります。\n窓口に問合せが来るとき: 「窓口での案内」に書いた文が、対象のお客さまの画面に出ます。\n終えるとき: 残っている段階を済ませます。「不要にする」が出ている段階は、要らない理由を書けば済みます。API業者の終了は省けず、一度でも公表していれば公表の段階も省けません。終了の手続は、連携がすべて終わってから閉じられます。',
    'How far the end of a provider or an incident has come; note each step with its evidence.\nLetters: a PDF for each 200 customers whom it concerns.\nCustomers ask: what the desk is to say stands on the pages of those whom it concerns.\nTo close: finish what is left. Where “Not needed” is offered, a reason will do; the end of the provider cannot be left out, nor the public list once anything was published. The end of a provider is closed when all its links have ended.',
  ],
  'help.traffic': [
    '呼出し・断り・応答時間・同意の進み・連携の増減を、時間・日・月で見る画面です。\n断りが増えたとき: 原因別の表で、何が送られたかを見ます。原因ごとに、することが書いてあります。\n件数を渡すとき: 図の下の表か CSV を使います。',
    'Calls, refusals, times of answers, how far customers come and how links grow, by hour, day and month.\nRefusals grow: the table of causes says what was sent, and what to do.\nTo hand figures on: the table below each plot, or CSV.',
  ],
  'help.consent': [
    'お客さまに見える同意画面を、前もって見る画面です。何も書き込みません。\n業者・経路・場面・言語・幅を選ぶと、本番と同じ画面が出ます。\n文を変えるとき: 「文言」で下書きを作り、もう一人が日付を決めて認めます。',
    'Shows the pages that customers meet, as they are served. Nothing is written.\nChoose provider, channel, state, language and width.\nTo change words: make a draft under texts; a second person agrees to it from a day on.',
  ],
  'help.texts': [
    '同意画面の文言とAPI利用規定の版です。\n変えるとき: 下書きを作り、新旧を並べて確かめます。認めるのは別の人です。\nいまの文を確かめるとき: 使われている版を開きます。',
    'Versions of the texts and terms of the consent screens.\nTo change: make a draft and compare; another person agrees.\nWhat is in force now: open that version.',
  ],
  'help.audit': [
    '職員・お客さま・業者・プログラムがしたことの記録です。だれも書き換えられません。\nあることを調べるとき: 日時・人・操作で絞り込み、行を開きます。\n鎖が切れていると出たとき: すぐにシステム管理に伝えます。docs/operations.md に手順があります。',
    'What staff, customers, providers and the program did. Nobody can change it.\nTo look into something: narrow by person and act, and open a row.\nThe chain is said to be broken: tell the system administrator at once.',
  ],
  'help.imports': [
    '店舗・お客さま・口座・残高・明細などのファイルを取り込む画面です。取り込む前に、全体の検査と、何が変わるかが出ます。\n誤りがあるとき: 何も取り込まれません。行番号と理由を見て、ファイルを直します。\n二人の確認が要る種類のとき: 「確認待ち」に入り、別の人が認めると取り込まれます。\n途中で止まったとき: 次の起動で続きから進みます。',
    'Brings in files of branches, customers, accounts, balances and transactions. They are checked whole first, and what would change is told.\nA file has errors: nothing is taken; mend the rows that are named.\nThe kind needs two persons: it waits until another agrees.\nIt was cut off: it goes on at the next start.',
  ],
  'help.staff': [
    '職員のアカウントの画面です。\n新しい人が入るとき: アカウントを作り、登録コードを手渡しします。本人がパスワードを決めます。\nパスワードや認証アプリを失くしたとき: 「再登録のコードを出す」で新しいコードを渡します。\n退職・異動のとき: アカウントを止めます。記録は残ります。',
    'Accounts of staff.\nSomebody joins: open an account and hand over the code; they choose their own password.\nA password or authenticator is lost: enrol them anew.\nSomebody leaves: close the account; what they did stays.',
  ],
  'help.retention': [
    '保存期間を過ぎた記録を、種類ごとに消す画面です。消すには二人が要ります。\n消すとき: 種類と件数を読んで申し出ると、「確認待ち」に入ります。別の人が認めると消えます。元に戻せません。',
    'Deletes what has been kept long enough, class by class, by two persons.\nTo delete: read class and number, and propose it; it is deleted when another agrees. It cannot be undone.',
  ],
  'help.settings': [
    '有効期間・窓口の決まり・時間帯など、当組合が決める値です。\n変えるとき: 多くは別の人の確認が要り、認められるまで前の値が使われます。',
    'What each credit union sets for itself.\nTo change: most values wait for a second person, and the former ones hold until then.',
  ],
  'help.system': [
    'サーバー・データの新しさ・鍵・バックアップの状態です。\n黄や赤の行があるとき: 行に書かれたことをします。docs/operations.md に手順があります。\nすべての業者の通信を止めるとき: 「全体停止」を使います。一人で止められ、再開には二人が要ります。\nバックアップが古いとき: 「今すぐバックアップ」を押します。',
    'The server, how old the data are, keys and backups.\nA row is yellow or red: do what it says.\nAll traffic must stop: one person halts it, two resume it.\nThe backup is old: make one now.',
  ],
} as const satisfies Texts
