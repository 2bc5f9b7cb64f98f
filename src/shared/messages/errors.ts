import type { ErrorCode } from '../errors.ts'
import type { Text } from './text.ts'

/** 事象（と原因）, 対処 for each failure: what happened, and what to do about it. */
export const errorTexts: Record<ErrorCode, { what: Text; todo: Text }> = {
  'input.invalid': {
    what: ['入力に誤りがあります。', 'Some of the input is not valid.'],
    todo: ['赤い印の項目を直してください。', 'Correct the marked fields.'],
  },
  'input.range': {
    what: ['期間の指定が逆です。', 'The period is reversed.'],
    todo: ['開始日を終了日より前にしてください。', 'Put the first date before the last.'],
  },
  'staff.not-signed-in': {
    what: [
      'ログインしていないか、時間が過ぎてログアウトしました。',
      'You are not signed in, or your time is over.',
    ],
    todo: ['もう一度ログインしてください。', 'Sign in again.'],
  },
  'staff.wrong-credentials': {
    what: [
      'ログインできません。入力が違うか、続けて間違えたためしばらく受け付けていません。',
      'Sign-in failed: the entry is wrong, or closed for a while after several wrong ones.',
    ],
    todo: [
      '確かめてもう一度入力してください。正しいのに入れないときは、時間をおくか、ほかの管理者へ連絡してください。',
      'Check and try again. If it is right, wait a while or ask another administrator.',
    ],
  },
  'staff.too-many-tries': {
    what: [
      '入力の誤りが続いたため、ここからのログインと登録を、しばらく受け付けていません。',
      'After many wrong entries sign-in and enrolment are closed from here for a while.',
    ],
    todo: [
      '長くて15分で開きます。すでにログインしている人は、そのまま使えます。',
      'They open within 15 minutes. Whoever is signed in can go on.',
    ],
  },
  'staff.session-locked': {
    what: [
      'しばらく操作がなかったため、画面をロックしました。',
      'The screen was locked because nothing was done for a while.',
    ],
    todo: ['パスワードを入力すると続けられます。', 'Enter your password to go on.'],
  },
  'staff.login-id-taken': {
    what: ['この職員IDはすでに使われています。', 'This staff ID is taken.'],
    todo: ['別の職員IDにしてください。', 'Choose another.'],
  },
  'staff.password-weak': {
    what: ['このパスワードは推測されやすいものです。', 'This password is easy to guess.'],
    todo: [
      '職員IDを含むもの、よく使われるもの、同じ並びの繰り返し、数字と記号だけのものは使えません。',
      'It may not hold the staff ID, be a much used one, repeat itself, or be digits and signs alone.',
    ],
  },
  'staff.not-found': {
    what: ['この職員は見つかりません。', 'There is no such person.'],
    todo: ['一覧から選び直してください。', 'Choose from the list.'],
  },
  'staff.changed-meanwhile': {
    what: [
      'この職員の登録は、その間に変更されました。何も保存していません。',
      'This person’s account was changed meanwhile. Nothing was saved.',
    ],
    todo: [
      'この画面を閉じ、一覧でいまの内容を確かめてから、やり直してください。',
      'Close this, look at the list as it is now, and repeat your change.',
    ],
  },
  'staff.branch-unknown': {
    what: ['この店番はありません。', 'There is no such branch.'],
    todo: ['登録済みの店を選んでください。', 'Choose a branch that is registered.'],
  },
  'staff.branch-needed': {
    what: ['窓口担当と役席には店の登録が要ります。', 'Clerks and officers need a branch.'],
    todo: ['所属する店を選んでください。', 'Choose the branch for which this person works.'],
  },
  'staff.code-wrong': {
    what: ['コードが違います。', 'The code is wrong.'],
    todo: [
      'アプリの数字が変わってから、もう一度入れてください。端末の時計も確かめてください。',
      'Wait for the next one, and check the clock.',
    ],
  },
  'staff.has-authenticator': {
    what: ['認証アプリはすでに登録されています。', 'An authenticator is set up already.'],
    todo: [
      '取り替えるときは、管理者に再登録のコードを頼んでください。',
      'To replace it, ask an administrator for a new enrolment code.',
    ],
  },
  'staff.enrol-needed': {
    what: ['認証アプリの登録が要ります。', 'An authenticator must be set up.'],
    todo: ['画面のQRコードをアプリで読み取ってください。', 'Scan the QR code with it.'],
  },
  'staff.own-account': {
    what: ['自分の登録は変えられません。', 'You cannot change your own account.'],
    todo: ['ほかの管理者に頼んでください。', 'Ask another administrator.'],
  },
  'staff.last-admin': {
    what: ['職員を管理できる人がいなくなります。', 'Nobody would be left to manage accounts.'],
    todo: [
      '先に、別の本部管理者かシステム管理を登録してください。',
      'Add another administrator first.',
    ],
  },
  'staff.password-same': {
    what: ['いまのパスワードと同じです。', 'It is the password of now.'],
    todo: ['別のパスワードにしてください。', 'Choose another one.'],
  },
  'permission.denied': {
    what: ['この役割では行えない操作です。', 'Your role may not do this.'],
    todo: ['必要なときは、権限のある人に頼んでください。', 'Ask someone who may.'],
  },
  'setup.already-done': {
    what: ['最初の設定はすでに終わっています。', 'The first set-up is done already.'],
    todo: [
      '登録した職員IDでログインしてください。',
      'Sign in with the staff ID that was registered.',
    ],
  },
  'setup.wrong-code': {
    what: ['確認コードが違います。', 'The code is wrong.'],
    todo: ['起動した画面に出ているコードを確かめてください。', 'Check the code shown at start.'],
  },
  'file.not-found': {
    what: ['この書き出しは見つかりません。', 'There is no such file.'],
    todo: ['もう一度書き出してください。', 'Write it again.'],
  },
  'file.cancelled': {
    what: ['書き出しを中止しました。', 'Writing was stopped.'],
    todo: ['必要なら、もう一度書き出してください。', 'Write it again if needed.'],
  },
  'file.too-many-rows': {
    what: ['行が多すぎます（10万行まで）。', 'Too many rows (100,000 at most).'],
    todo: ['条件で絞り込んでから、もう一度書き出してください。', 'Narrow the list and try again.'],
  },
  'paper.too-many-rows': {
    what: ['紙には2,000行まで印刷できます。', 'At most 2,000 rows are printed.'],
    todo: [
      '条件で絞り込んでから印刷するか、CSVに書き出してください。',
      'Narrow the list, or write it as a file.',
    ],
  },
  'view.not-found': {
    what: ['この表示は見つかりません。', 'There is no such view.'],
    todo: ['一覧を読み込み直してください。', 'Load the list again.'],
  },
  'view.too-many': {
    what: ['保存できる表示は50までです。', 'At most 50 views can be kept.'],
    todo: ['使わないものを消してから、もう一度保存してください。', 'Remove one first.'],
  },
  'retention.not-found': {
    what: ['この削除の申請は見つかりません。', 'There is no such deletion.'],
    todo: ['一覧を読み込み直してください。', 'Load the list again.'],
  },
  'retention.nothing': {
    what: ['保存期間を過ぎた記録はありません。', 'Nothing has been kept long enough.'],
    todo: ['期間が過ぎてから、もう一度申請してください。', 'Ask again when it has.'],
  },
  'retention.already-asked': {
    what: [
      'この種類の削除は、すでに申請されています。',
      'A deletion of this class is waiting already.',
    ],
    todo: ['先に、いまの申請を決めてください。', 'Decide that one first.'],
  },
  'customer.not-found': {
    what: ['このお客さまは見つかりません。', 'There is no such customer.'],
    todo: ['検索からやり直してください。', 'Search again.'],
  },
  'grant.not-found': {
    what: ['この連携は見つかりません。', 'There is no such grant.'],
    todo: ['お客さまの画面を開き直してください。', 'Open the customer again.'],
  },
  'grant.already-ended': {
    what: [
      '選んだ連携のどれかは、すでに終わっています。何も変えていません。',
      'One of the chosen grants has ended already. Nothing was changed.',
    ],
    todo: [
      '最新の状態に更新しました。まだ有効な連携だけを選んでください。',
      'The list is up to date now. Choose those still active.',
    ],
  },
  'identity.not-met': {
    what: ['本人確認が済んでいません。', 'The identity check is not met.'],
    todo: [
      '本人確認の項目を確かめてから、もう一度行ってください。',
      'Check who asks, then try again.',
    ],
  },
  'identity.shown': {
    what: [
      'この項目は画面に表示したため、本人確認に数えられません。',
      'This was shown on the screen, so it proves nothing.',
    ],
    todo: ['ほかの項目で確かめてください。', 'Ask something else.'],
  },
  'identity.not-on-file': {
    what: [
      'このお客さまには電話番号の届出がないため、照合できません。',
      'This customer has no telephone registered: there is nothing to compare.',
    ],
    todo: ['ほかの項目で確かめてください。', 'Ask something else.'],
  },
  'identity.papers-needed': {
    what: [
      '答えだけの本人確認では、この操作はできません。届出内容を先に見ることができたためです。',
      'Answers alone are not enough here: what is on file could be seen before.',
    ],
    todo: [
      '書類で本人確認をするか、届出内容を見ていない窓口担当が受け付けてください。',
      'See papers, or let a clerk who has not seen the customer’s data take the request.',
    ],
  },
  'identity.one-first': {
    what: [
      '登録番号は、1つの項目が一致してから表示します。',
      'The registered number is shown once one item agrees.',
    ],
    todo: ['先に氏名などを確かめてください。', 'Ask for the name or another item first.'],
  },
  'identity.tries-used': {
    what: [
      'この項目は、このお客さまについて本日決められた回数まちがえたため、もう確かめられません。',
      'This item was answered wrongly too often today.',
    ],
    todo: [
      '別の項目で確かめるか、登録番号へかけ直してください。',
      'Use another item, or call back on the registered number.',
    ],
  },
  'request.not-found': {
    what: ['この受付は見つかりません。', 'There is no such request.'],
    todo: ['受付の一覧から選び直してください。', 'Choose it from the list.'],
  },
  'request.not-yours': {
    what: ['ほかの人が受けた受付です。', 'Another person took this request.'],
    todo: ['ご自分の受付を始めてください。', 'Begin one of your own.'],
  },
  'request.lapsed': {
    what: [
      '操作がないまま時間がたったため、この受付の通話は終わったものとして扱います。何も変えていません。',
      'Nothing was done for a while, so this call counts as over. Nothing was changed.',
    ],
    todo: [
      '新しい受付を始めて、もう一度本人を確かめてください。',
      'Begin a new request and check who calls anew.',
    ],
  },
  'request.cannot-follow': {
    what: [
      'その受付の続きにはできません。何も変えていません。',
      'This cannot go on with that request. Nothing was changed.',
    ],
    todo: [
      '同じお客さまの、先に始めた受付を選んでください。続きの受付は一度だけ決められます。',
      'Choose an earlier request of the same customer. It can be chosen once.',
    ],
  },
  'request.call-goes-on': {
    what: [
      'その受付は、ほかの職員が応対している途中です。何も変えていません。',
      'A colleague is on that call now. Nothing was changed.',
    ],
    todo: [
      'その職員に確かめてから、もう一度お試しください。',
      'Ask that colleague, then try again.',
    ],
  },
  'request.closed': {
    what: [
      'この受付は終わっています。何も変えていません。',
      'This request is closed. Nothing was changed.',
    ],
    todo: ['続けるときは、新しい受付を始めてください。', 'Begin a new one.'],
  },
  'request.corrections-full': {
    what: [
      'この受付の訂正は10件に達しています。書き加えていません。',
      'This request has ten corrections. Nothing was added.',
    ],
    todo: [
      '新しい受付を始めて、そのメモに書いてください。',
      'Begin a new request and write it in its note.',
    ],
  },
  'request.not-reachable': {
    what: ['この申出人と経路では行えません。', 'This cannot be done for this caller in this way.'],
    todo: [
      '電話の代理人・相続人等には、緊急停止か書面の案内をしてください。',
      'Stop in an emergency, or ask for a letter.',
    ],
  },
  'request.confirmation-wrong': {
    what: [
      '入力した名前が一致しません。何も変えていません。',
      'The name typed differs. Nothing was changed.',
    ],
    todo: [
      '対象を確かめて、名前を正しく入力してください。',
      'Check whom it concerns and type the name.',
    ],
  },
  'request.already-checked': {
    what: ['すでに決められています。', 'It has been decided already.'],
    todo: ['最新の内容を読み込んでください。', 'Load the newest state.'],
  },
  'request.stopped-since': {
    what: [
      'この再開の申込みのあとに、このお客さまの停止または紛失・不正による解除がありました。再開していません。',
      'After this resumption was asked for the customer’s links were stopped again, or ended for loss or fraud. Nothing was resumed.',
    ],
    todo: [
      'この再開は認めずに、あとの受付を確かめ、お客さまから書面で再開をあらためて受け付けてください。',
      'Refuse it, look at the later request, and have the customer ask for the resumption anew on paper.',
    ],
  },
  'request.same-person': {
    what: ['受付した本人は検印できません。', 'Who took the request cannot approve it.'],
    todo: ['別の役席か本部管理者に頼んでください。', 'Ask another officer.'],
  },
  'request.reason-needed': {
    what: ['ほかの店のお客さまです。', "This is another branch's customer."],
    todo: ['扱う理由を書いてください。', 'Write the reason.'],
  },
  'request.name-needed': {
    what: ['申出人の氏名がありません。', 'The name of who asks is missing.'],
    todo: [
      '本人でない方の申し出は、氏名を書いてから解除・停止・再開します。',
      'Write it down before anything is ended, held or resumed for them.',
    ],
  },
  'staff.proof-needed': {
    what: [
      'しばらく操作がなかったため、本人の確認が要ります。何も変えていません。',
      'You were away for a while. Nothing was changed.',
    ],
    todo: ['パスワードを入れて、もう一度行ってください。', 'Enter your password and try again.'],
  },
  'provider.not-found': {
    what: ['このAPI業者は見つかりません。', 'There is no such provider.'],
    todo: ['一覧から選び直してください。', 'Choose from the list.'],
  },
  'proposal.not-found': {
    what: ['この申請は見つかりません。', 'There is no such proposal.'],
    todo: ['「きょう」を開き直してください。', 'Open the page Today again.'],
  },
  'proposal.decided': {
    what: ['この申請はすでに決まっています。', 'This proposal has been decided already.'],
    todo: ['「きょう」を開き直してください。', 'Open the page Today again.'],
  },
  'proposal.same-person': {
    what: ['申請した本人は認められません。', 'Who asked for it cannot agree to it.'],
    todo: ['別の人に頼んでください。', 'Ask somebody else.'],
  },
  'proposal.tied': {
    what: [
      '登録や再登録で申請者とかかわりがあるため、しばらくは認められません。',
      'One of you opened the account of the other, so you cannot agree for a while.',
    ],
    todo: ['かかわりのない人に頼んでください。', 'Ask somebody who had no part in it.'],
  },
  'proposal.not-yours': {
    what: ['取り下げられるのは申請した本人だけです。', 'Only its maker can withdraw it.'],
    todo: ['認めないときは「認めない」を選んでください。', 'Refuse it instead.'],
  },
  'proposal.maker-gone': {
    what: [
      '申請した人が、いまはこの変更を行える立場にありません。何も変えていません。',
      'Who asked for it may no longer do so. Nothing was changed.',
    ],
    todo: [
      '認めずに、必要なら別の人から申請し直してください。',
      'Refuse it, and have somebody else ask for it anew.',
    ],
  },
  'proposal.changed-meanwhile': {
    what: [
      '申請のあとに元の内容が変わりました。何も変えていません。',
      'What it would change has changed since. Nothing was changed.',
    ],
    todo: [
      'この申請は認めずに、いまの内容から申請し直してください。',
      'Refuse it, and have it asked for anew from the present state.',
    ],
  },
  'provider.changed-meanwhile': {
    what: [
      'このAPI業者は、その間に変更されました。この操作では何も変えていません。',
      'This provider was changed meanwhile. Nothing was changed by this act.',
    ],
    todo: ['いまの内容を確かめて、やり直してください。', 'Look at it as it is now, and try again.'],
  },
  'provider.ended': {
    what: [
      'このAPI業者は終了しています。何も保存していません。',
      'This provider has ended. Nothing was saved.',
    ],
    todo: [
      '終了した業者の状態・登録・台帳は変更できません。記録は業者のページで見られます。',
      'Neither its state nor its registration nor its ledger can be changed any more; its page shows them.',
    ],
  },
  'provider.transition-refused': {
    what: [
      '今の状態からは、その状態に変えられません。',
      'This state cannot follow the present one.',
    ],
    todo: ['最新の状態を読み込んで確かめてください。', 'Load it anew and check.'],
  },
  'provider.not-draft': {
    what: ['削除できるのは下書きだけです。', 'Only a draft can be deleted.'],
    todo: [
      '使わない申込みは「下書きに戻す」で戻してから削除します。有効にしたことのあるAPI業者は「終了する」を使ってください。',
      'Take an application back to a draft first. A provider that has been active is ended instead.',
    ],
  },
  'connection.closed': {
    what: [
      'このAPI業者の接続試験は、いまできません。',
      'This provider takes no connection test now.',
    ],
    todo: [
      '試験は審査中・承認待ちのあいだ、接続試験の入口（--test-port）を開いて起動しているときにできます。',
      'Tests are made in review and approval, while the program runs with a test channel (--test-port).',
    ],
  },
  'connection.unmet': {
    what: [
      'まだ確かめられていない項目があるので、合格として記録できません。',
      'Some steps have not been seen yet, so nothing is recorded as passed.',
    ],
    todo: [
      '接続試験の画面で残りの項目を確かめるか、台帳で理由を書いて免除してください（もう一人の確認が要ります）。',
      'See the remaining steps on the page of the test, or waive it on the ledger with a reason, which another person checks.',
    ],
  },
  'provider.registration-number-taken': {
    what: [
      'この登録番号は、別のAPI業者に登録されています。',
      'Another provider has this registration number.',
    ],
    todo: [
      '番号を確かめてください。名称変更のときは、元のAPI業者を編集してください。',
      'Check the number. For a change of name edit the provider that has it.',
    ],
  },
  'provider.not-active': {
    what: ['このAPI業者は有効ではありません。', 'The provider is not active.'],
    todo: ['API業者の状態を確かめてください。', 'Check its state.'],
  },
  'provider.not-ready': {
    what: [
      'このAPI業者を有効にするには、足りない項目があります。',
      'Items are missing for this provider to be activated.',
    ],
    todo: [
      '「きょう」の「お客さまに見せる前に決めること」がなくなると、有効にできます。',
      'It can be activated once the list on Today is empty.',
    ],
  },
  'case.not-found': {
    what: ['この手続・事故の記録はありません。', 'There is no such ending or incident.'],
    todo: ['業者のページから開き直してください。', 'Open it anew from the provider’s page.'],
  },
  'case.closed': {
    what: [
      'この記録はもう完了しています。何も変えていません。',
      'It is closed. Nothing was changed.',
    ],
    todo: ['新しいことは、新しい記録に書いてください。', 'Write what is new in a new one.'],
  },
  'case.changed-meanwhile': {
    what: [
      'この記録は、その間に変更されました。この操作では何も変えていません。',
      'This record was changed meanwhile. Nothing was changed by this act.',
    ],
    todo: ['いまの内容を確かめて、やり直してください。', 'Look at it as it is now, and try again.'],
  },
  'case.not-connected': {
    what: ['この業者はまだ有効になったことがありません。', 'The provider was never active.'],
    todo: [
      '下書き・審査中の業者は、手続なしに終了できます。',
      'A draft, or one under review, ends without a procedure.',
    ],
  },
  'case.ending-under-way': {
    what: ['この業者の終了の手続は、もう始まっています。', 'Its ending has begun already.'],
    todo: [
      '業者のページから、その手続を続けてください。',
      'Go on with it from the provider’s page.',
    ],
  },
  'case.steps-open': {
    what: ['まだ済んでいない手順があります。', 'Steps are still open.'],
    todo: [
      '手順を行って記録するか、理由を書いて「不要」にしてください。',
      'Take them and record them, or say why they are not needed.',
    ],
  },
  'case.grants-ending': {
    what: [
      '連携の終わりをまだ書き込んでいます。',
      'The ends of its links are still being written.',
    ],
    todo: ['少し待って、もう一度完了してください。', 'Wait a little, and close it again.'],
  },
  'case.letters-meanwhile': {
    what: [
      'つくっているあいだに、ほかの操作で書面がつくられたか、書面にする内容が変わりました。この操作では何もつくっていません。',
      'Meanwhile another act made letters, or what they say has changed. Nothing was made by this act.',
    ],
    todo: [
      'つくった書面の一覧を確かめて、残りをつくってください。',
      'Look at what has been made, and make the rest.',
    ],
  },
  'case.day-over': {
    what: [
      '書面に書く終了日が過ぎていますが、API業者はまだ終了していません。書面はつくっていません。',
      'The day that the letters would tell is over, and the provider has not ended. No letter was made.',
    ],
    todo: [
      '終了日を直すか、API業者を終了してから、書面をつくってください。',
      'Correct the day, or end the provider, and make the letters then.',
    ],
  },
  'case.listed': {
    what: [
      '一覧を公表しているので、「不要」にはできません。',
      'Lists have been published, so that this step is needed.',
    ],
    todo: [
      '終了のあとで公表し直すと、自動的に済みになります。',
      'Publish again after the end; the step is then done by itself.',
    ],
  },
  'ledger.stays': {
    what: [
      'この項目は台帳から外せません。何も変えていません。',
      'This item stays on the ledger. Nothing was changed.',
    ],
    todo: [
      'どの業者にもある項目とチェックリストの項目は残ります。内容を書き直してください。',
      'Items that every ledger has, and those of a checklist, stay: change their content.',
    ],
  },
  'evidence.not-found': {
    what: ['このファイルは台帳にありません。', 'This file is not on the ledger.'],
    todo: ['台帳を読み直してください。', 'Load the ledger anew.'],
  },
  'ledger.file-lost': {
    what: ['ファイルが最後まで届いていません。', 'The file has not come whole.'],
    todo: ['もう一度ファイルを選んでください。', 'Choose the file again.'],
  },
  'ledger.file-too-large': {
    what: ['ファイルが3 MBを超えています。', 'The file has more than 3 MB.'],
    todo: ['小さくするか、分けて添えてください。', 'Make it smaller, or attach it in parts.'],
  },
  'ledger.file-too-many': {
    what: [
      'この項目にはもうファイルを添えられません。',
      'This item has as many files as it can have.',
    ],
    todo: ['ほかの項目に添えてください。', 'Attach it to another item.'],
  },
  'ledger.file-damaged': {
    what: [
      'このファイルの中身が、添えたときのSHA-256と一致しません。',
      'The file is not the one that was attached: its SHA-256 differs.',
    ],
    todo: [
      'データが壊れています。システム管理者に伝え、バックアップから確かめてください。',
      'The data are damaged. Tell a system administrator, and look into a backup.',
    ],
  },
  'publication.incomplete': {
    what: [
      '公表する三つの事項に、未記入か、もう一人が確認していないものがあります。何も公表していません。',
      'One of the three clauses is empty, or nobody else has checked it. Nothing was published.',
    ],
    todo: [
      '導入台帳に記入し、もう一人が確認してから、公表してください。',
      'Enter it on the ledger, have another person check it, and publish then.',
    ],
  },
  'publication.changed-meanwhile': {
    what: [
      '見ていた内容のあとで登録か台帳が変わりました。何も公表していません。',
      'The registry or a ledger has changed since. Nothing was published.',
    ],
    todo: [
      'ページを開き直し、内容を見てから公表してください。',
      'Open the page again, read it, and publish then.',
    ],
  },
  'publication.not-found': {
    what: ['その公表はありません。', 'There is no such publication.'],
    todo: ['公表のページを開き直してください。', 'Open the page of publications again.'],
  },
  'provider.ledger-incomplete': {
    what: [
      'このAPI業者の導入台帳に、足りない項目か、もう一人が確認していない項目か、そのままでは有効化できない内容の項目があります。',
      'Items of the provider’s ledger are missing, nobody else has checked them, or their answers allow no activation.',
    ],
    todo: [
      '導入台帳の「有効化までに足りないもの」がなくなると、有効にできます。',
      'It can be activated once the list of what is missing on its ledger is empty.',
    ],
  },
  'service.halted': {
    what: ['全体停止中です。', 'All traffic of providers is halted.'],
    todo: ['再開までお待ちください。', 'Please wait until it is resumed.'],
  },
  'service.changed-meanwhile': {
    what: ['全体停止の状態が、その間に変わりました。', 'The halt has changed meanwhile.'],
    todo: ['いまの状態を確かめて、やり直してください。', 'Look at it as it is now, and try again.'],
  },
  'policy.validity-missing': {
    what: [
      'この区分の有効期間が決まっていないため、有効にできません。',
      'This channel has no validity period, so it cannot be used.',
    ],
    todo: [
      '「設定」で有効期間（日数）を決めてから、もう一度有効にしてください。',
      'Set the validity in days under Settings first.',
    ],
  },
  'calls.per-day': {
    what: [
      'この連携の1日の呼び出し（お客さまの利用中と示されたものを除く）が上限に達しています。',
      'This link has no more calls today, but for those that a customer waits for.',
    ],
    todo: ['日本時間の翌日に呼び出してください。', 'Call again on the next day of Japan.'],
  },
  'calls.per-minute': {
    what: ['1分の呼び出しの上限に達しています。', 'Too many calls in one minute.'],
    todo: ['少し待ってから呼び出してください。', 'Wait a little and call again.'],
  },
  'provider.office-unknown': {
    what: [
      '登録番号の財務局等、または括弧内の種類が「設定」の一覧にありません。',
      'The office of the registration number, or the kind in its brackets, is not in the lists of Settings.',
    ],
    todo: [
      '番号を確かめてください。正しいなら「設定」の「登録番号の財務局等」に加えてから、もう一度保存してください。',
      'Check the number; if it is right, add the office or kind in Settings and save again.',
    ],
  },
  'settings.in-use': {
    what: [
      '一覧から外そうとした財務局等または種類を、登録番号に使っているAPI業者があります。',
      'Providers have registration numbers of what would be removed from the list.',
    ],
    todo: [
      '一覧に残すか、下のAPI業者の登録番号を先に変えてください。',
      'Keep it, or change the registration numbers of these providers first.',
    ],
  },
  'hours.closed': {
    what: ['サービス時間外です。', 'Outside service hours.'],
    todo: ['サービス時間内にもう一度お試しください。', 'Try again within the service hours.'],
  },
  'data.not-yet': {
    what: [
      'この口座のデータは、まだ届いていません。',
      'Data of this account have not been delivered yet.',
    ],
    todo: ['取り込みのあとで、もう一度お試しください。', 'Try again after the next import.'],
  },
  'import.busy': {
    what: ['別の取り込みが進んでいます。', 'Another import is under way.'],
    todo: ['終わってから、もう一度始めてください。', 'Start again when it has ended.'],
  },
  'import.order': {
    what: [
      'このファイルより先に取り込むものがあります。',
      'Something has to be imported before this file.',
    ],
    todo: [
      '「取り込む順番」にあるとおり、店舗、お客さま、口座の順に取り込んでください。',
      'Import branches, customers and accounts in this order.',
    ],
  },
  'import.not-yours': {
    what: ['ほかの人が送ったファイルです。', 'Somebody else sent this file.'],
    todo: [
      '送った人が取り込むか、中止して、ご自分でファイルを送り直してください。',
      'Its sender accepts it; or cancel it and send the file yourself.',
    ],
  },
  'import.too-large': {
    what: ['ファイルが大きすぎます。', 'The file is too large.'],
    todo: ['1 GiB までに分けてください。', 'Split it into parts of at most 1 GiB.'],
  },
  'import.not-found': {
    what: ['この取り込みは見つかりません。', 'There is no such import.'],
    todo: ['ファイルを選び直してください。', 'Choose the file again.'],
  },
  'import.has-problems': {
    what: [
      '誤りのある行があるため、取り込めません。',
      'Some rows are wrong, so the file cannot be imported.',
    ],
    todo: ['ファイルを直して、もう一度選んでください。', 'Correct the file and choose it again.'],
  },
  'import.reopens': {
    what: [
      'このファイルが解約を取り消す口座の確認がないため、取り込んでいません。',
      'Nobody has confirmed which closings this file takes back. Nothing was imported.',
    ],
    todo: [
      '解約を取り消す口座の一覧を読み、確かめたしるしを付けてから、取り込んでください。',
      'Read which accounts these are, tick that you have made sure, and import it then.',
    ],
  },
  'text.not-found': {
    what: ['この版の文言はありません。', 'There is no such version of the texts.'],
    todo: ['一覧から選び直してください。', 'Choose again from the list.'],
  },
  'text.invalid': {
    what: [
      '直すところのある文言があります。保存していません。',
      'Some texts must be corrected. Nothing was saved.',
    ],
    todo: ['赤い印の文言を直してください。', 'Correct the marked texts.'],
  },
  'text.approved-already': {
    what: [
      'この版はすでに承認されています。承認した版は変えられません。',
      'This version is approved already and never changes.',
    ],
    todo: ['新しい下書きを作ってください。', 'Make a new draft.'],
  },
  'text.same-person': {
    what: [
      '自分が書いた下書きは、自分では承認できません。',
      'A draft cannot be approved by its own author.',
    ],
    todo: ['別の人に承認を頼んでください。', 'Ask someone else to approve it.'],
  },
  'clock.changed-meanwhile': {
    what: [
      'お確かめの後に、時計がまた動いたか、もう確かめられています。',
      'The clock was set again since you looked, or was confirmed already.',
    ],
    todo: [
      'いま表示されている時刻をもう一度お確かめください。',
      'Look at the time that is shown now.',
    ],
  },
  'clock.in-doubt': {
    what: [
      'この機械の時計が動かされ、正しいかどうかがまだ確かめられていません。再開していません。',
      'The clock of this machine was set, and nobody has said yet that it is right. Nothing was resumed.',
    ],
    todo: [
      '本部管理者かシステム管理者に、きょうの知らせにしたがって時刻を確かめるよう頼んでください。',
      'Ask an administrator of the head office or of the system to check the time, as the notice on the first page says.',
    ],
  },
  'settings.changed-meanwhile': {
    what: [
      'この設定は、その間に変更されました。何も保存していません。',
      'These settings were changed meanwhile. Nothing was saved.',
    ],
    todo: [
      '変更されたところを確かめて、もう一度保存してください。',
      'Look at what was changed, and save again.',
    ],
  },
  'text.changed-meanwhile': {
    what: [
      'この下書きは、その間に変更されました。この操作では何も変えていません。',
      'This draft was changed meanwhile. Nothing was changed by this act.',
    ],
    todo: ['いまの内容を確かめて、やり直してください。', 'Look at it as it is now, and try again.'],
  },
  'consent.changed': {
    what: [
      'お客さまの画面を開いたあとに、内容が変わりました。',
      'What the customer was shown has changed since.',
    ],
    todo: [
      'お客さまに、新しい内容をご確認いただいてください。',
      'The customer has to look at it again.',
    ],
  },
  'consent.refused': {
    what: ['いまはこの連携を許可できません。', 'This link cannot be permitted now.'],
    todo: [
      'お客さま・ログインID・口座・API業者が止まっていないか確かめてください。',
      'See whether the customer, their sign-in, an account or the provider is stopped.',
    ],
  },
  'token.missing': {
    what: ['アクセストークンがありません。', 'There is no access token.'],
    todo: ['API業者に確かめてください。', 'Ask the provider.'],
  },
  'token.invalid': {
    what: ['アクセストークンが無効です。', 'The access token is not valid.'],
    todo: ['API業者に確かめてください。', 'Ask the provider.'],
  },
  'token.scope': {
    what: ['許可されていないデータです。', 'This data was not permitted.'],
    todo: ['API業者に確かめてください。', 'Ask the provider.'],
  },
  'dpop.invalid': {
    what: ['DPoPの証明が正しくありません。', 'The DPoP proof is not valid.'],
    todo: ['API業者に確かめてください。', 'Ask the provider.'],
  },
  'dpop.replay-unknown': {
    what: [
      'DPoPの証明が前に使われたものかどうか、いまは確かめられません。',
      'Whether this DPoP proof was used before cannot be told now.',
    ],
    todo: [
      'API業者が新しい証明で呼び直すと通ります。',
      'The provider’s next call, with a new proof, is answered.',
    ],
  },
  'grant.not-active': {
    what: ['連携が終わっているか、止めています。', 'The link has ended or is held.'],
    todo: [
      'いつ、だれがそうしたかは、お客さまのページの経過にあります。',
      'The customer’s time line has when and by whom.',
    ],
  },
  'code.already-used': {
    what: ['認可コードはすでに使われています。', 'The authorization code was used already.'],
    todo: ['API業者に確かめてください。', 'Ask the provider.'],
  },
  'account.not-found': {
    what: ['この口座は見つかりません。', 'There is no such account.'],
    todo: ['API業者に確かめてください。', 'Ask the provider.'],
  },
  'act.given-up': {
    what: ['この操作は行われていません。', 'This was not done.'],
    todo: ['もう一度操作してください。', 'Do it again.'],
  },
  'store.unavailable': {
    what: [
      'いまデータを書き込めません。何も変えていません。',
      'Data cannot be written now. Nothing was changed.',
    ],
    todo: [
      'ディスクの空きを確かめ、しばらくしてもう一度試してください。',
      'Check the free disk space and try again in a while.',
    ],
  },
  'store.unsure': {
    what: [
      'ディスクに残ったかどうかを確かめられませんでした。行われたかもしれません。',
      'It could not be confirmed that the write is on disk. It may have been made.',
    ],
    todo: [
      '画面を開き直し、行われたかどうかを見てください。担当の管理者にディスクの点検を頼んでください。',
      'Open the page anew and see whether it was made. Ask the administrator to check the disk.',
    ],
  },
  'store.damaged': {
    what: [
      'データベースが壊れています。誤った内容を見せないよう、すべての照会と操作を止めました。API業者にも何も答えていません。',
      'The database is damaged. So that nothing wrong is shown, everything is stopped; providers are answered nothing either.',
    ],
    todo: [
      'システム管理者に知らせてください。サービスを止め、最新のバックアップを空のフォルダに復元します（docs/operations.mdの「データベースの破損」）。緊急停止の申し出は、復元後に行ってください。それまでどの連携にもデータは渡りません。',
      'Tell the administrator of the system: the service is stopped, and the newest backup is restored into an empty folder (docs/operations.md, “Damaged database”). Make an emergency stop after that; until then no data go to anybody.',
    ],
  },
  'backup.not-set-up': {
    what: [
      'バックアップの置き場所が決まっていません。何もしていません。',
      'No place for backups is set up. Nothing was done.',
    ],
    todo: [
      'この機械で npm run backup:setup を実行してください。',
      'Run npm run backup:setup on this machine.',
    ],
  },
  'backup.running': {
    what: ['ほかのバックアップが進んでいます。', 'Another backup is being made.'],
    todo: ['終わるのを待ってください。', 'Wait until it has ended.'],
  },
  'server.busy': {
    what: [
      'いま混み合っています。何も変えていません。',
      'Too many are signing in. Nothing was changed.',
    ],
    todo: ['しばらくしてもう一度試してください。', 'Try again in a while.'],
  },
  'server.failed': {
    what: ['予期しない問題が起きました。', 'Something unexpected happened.'],
    todo: [
      'もう一度試しても続くときは、問い合わせ番号をシステム管理へ伝えてください。',
      'If it goes on, tell the system administrator the incident number.',
    ],
  },
}
