import type { Texts } from './text.ts'

/** Imports of files, and what may be wrong with one. */
export const imports = {
  'imports.title': ['データの取り込み', 'Import of data'],
  'imports.lead': [
    'お客さま・口座・残高・明細を、ファイルから取り込みます。全体を確かめてから、承諾したときだけ書き込みます。',
    'Customers, accounts, balances and transactions from files. A file is checked whole and written only when accepted.',
  ],
  'imports.new': ['新しい取り込み', 'New import'],
  'imports.next': ['次は「{kind}」です。まだ1件もありません。', 'Next: {kind}. There is none yet.'],
  'imports.next.waiting': [
    '次の「{kind}」は、もう一人の確認を待っています。認められると取り込みます。',
    'Next: {kind}. It waits for a second person, and is brought in once they agree.',
  ],
  'imports.kind': ['ファイルの種類', 'Kind of file'],
  'imports.encoding.utf-8': ['UTF-8', 'UTF-8'],
  'imports.encoding.cp932': ['Shift_JIS（CP932）', 'Shift_JIS (CP932)'],
  'imports.choose': ['ファイルを選ぶ', 'Choose a file'],
  'imports.file': ['取り込むファイル', 'File to import'],
  'imports.kind.branches': ['店舗', 'Branches'],
  'imports.kind.customers': ['お客さま', 'Customers'],
  'imports.kind.users': ['法人の利用者', 'Users of companies'],
  'imports.kind.questions': ['合言葉', 'Secret questions'],
  'imports.kind.accounts': ['口座', 'Accounts'],
  'imports.kind.balances': ['残高', 'Balances'],
  'imports.kind.transactions': ['入出金明細（CSV）', 'Transactions (CSV)'],
  'imports.kind.zengin': [
    '入出金明細（全銀・固定長200バイト）',
    'Transactions (Zengin, 200 bytes)',
  ],
  'imports.kind.events': ['インターネットバンキングの出来事', 'Events of internet banking'],
  'imports.state.receiving': ['ファイルを受け取っています', 'Receiving the file'],
  'imports.state.checking': ['確かめています', 'Checking'],
  'imports.state.checked': ['確かめました', 'Checked'],
  'imports.state.loading': ['読み込んでいます', 'Loading'],
  'imports.state.writing': ['書き込んでいます', 'Writing'],
  'imports.state.done': ['取り込みました', 'Imported'],
  'imports.state.cancelled': [
    '中止しました。何も変えていません。',
    'Cancelled. Nothing was changed.',
  ],
  'imports.refused': [
    '{name}さんが認めませんでした。何も変えていません。',
    '{name} refused it. Nothing was changed.',
  ],
  'imports.state.failed': [
    '途中で止まりました。何も変えていません。',
    'Stopped on the way. Nothing was changed.',
  ],
  'imports.list.cancelled': ['中止', 'Cancelled'],
  'imports.list.refused': ['認められず', 'Refused'],
  'imports.state.waiting': ['確認待ち', 'Waits for a second person'],
  'imports.state.staging': ['読み込み中', 'Loading'],
  'imports.state.accepted': ['書き込み中', 'Writing'],
  'imports.progress': ['{done, number} / {total, number}', '{done, number} / {total, number}'],
  'imports.rows': ['{rows, number}行', '{rows, plural, one {# row} other {# rows}}'],
  'imports.ok': [
    '誤りはありません。{rows, number}行を取り込めます。',
    'Nothing is wrong. {rows, plural, one {# row} other {# rows}} can be imported.',
  ],
  'imports.same': [
    '{at} に取り込んだファイルと同じ内容です。',
    'The same file was imported at {at}.',
  ],
  'imports.same.secrets': [
    'パスワードなどは、そのときのものです。',
    'Passwords and other secrets in it are those of that time.',
  ],
  'imports.same.older': [
    'そのあと {at} に、同じ種類の別のファイルを取り込んでいます。取り違えでないか確かめてください。',
    'Another file of this kind was imported since, at {at}. Check that this is the right one.',
  ],
  'imports.problems': [
    '誤りが{count, number}件あります。何も書き込んでいません。',
    '{count, plural, one {# thing is} other {# things are}} wrong. Nothing was written.',
  ],
  'imports.problems.more': [
    'はじめの{shown, number}件を表示しています。',
    'The first {shown, number} are shown.',
  ],
  'imports.accept': ['取り込む', 'Import'],
  'imports.encodingFound': ['文字コード：{name}', 'Encoding: {name}'],
  'imports.absent': [
    'ファイルにない任意の項目：{columns}',
    'Optional columns that the file lacks: {columns}',
  ],
  'imports.effect.new': ['新しい', 'New'],
  'imports.effect.changed': ['変わる', 'Changed'],
  'imports.effect.unchanged': ['変わらない', 'Unchanged'],
  'imports.effect.missing': ['ファイルにない（そのまま残ります）', 'Not in the file (they stay)'],
  'imports.effect.missing.users': [
    'ファイルにある法人の、ファイルにない利用者（そのまま利用者として残ります）',
    'Users of the companies in the file who are not in it (they stay users)',
  ],
  'imports.effect.leaving': [
    '利用終了日が入るか変わる利用者（その日からログインできません。連携は残ります）',
    'Users who get another last day (from that day on they sign in no more; links stay)',
  ],
  'imports.effect.returning': [
    '利用終了が取り消される利用者（また利用者です）',
    'Users whose leaving is taken back (they are users again)',
  ],
  'imports.effect.periods': [
    '明細がそろっている日を知らせる口座',
    'Accounts whose complete days it tells',
  ],
  'imports.effect.replaced': [
    'パスワード・利用者番号・暗証番号・合言葉を置き換える行（同じ値のこともあります）、暗証番号を登録済みにする行',
    'Rows that replace a password, number, PIN or answers (perhaps by the same), or register a PIN',
  ],
  'imports.effect.resumed': [
    '利用再開（また連携できるようになります）',
    'Services resumed (they can link again)',
  ],
  'imports.reopened': [
    '解約した{count, number}口座の解約日が、このファイルでは空欄です。取り込むと、解約を取り消します。',
    'Of {count, plural, one {# closed account} other {# closed accounts}} the day of closing is empty in this file. Importing it takes the closing back.',
  ],
  'imports.reopened.todo': [
    'お客さまがまた連携でき、この口座を含む連携が続いていれば、API業者がまた読めるようになります。取り消しでなければ、取り込まずに、解約日の入ったファイルを送り元に求めてください。',
    'Customers can link them again, and a provider whose link still holds one can read it again. If that is not meant, do not import it, and ask its sender for a file with the days.',
  ],
  'imports.reopened.list': [
    '店番-科目-口座番号の下4桁（いまの解約日）',
    'Branch-kind-last digits of the number (closed on)',
  ],
  'imports.reopened.more': [
    'ほか {more, number}口座',
    '{more, plural, one {# more account} other {# more accounts}}',
  ],
  'imports.reopened.tick': [
    'これらの口座の解約を取り消すファイルであることを確かめました',
    'I have made sure that this file means to take these closings back',
  ],
  'imports.ends': [
    '終わる連携（最大{count, number}件）',
    'Links that end (at most {count, number})',
  ],
  'imports.needsTwo.people': [
    'お客さまの登録や認証にかかわるファイルです。取り込むには、もう一人の確認が要ります。',
    'This file decides who customers are and how they sign in: a second person must agree.',
  ],
  'imports.needsTwo.events': [
    'このファイルに利用停止・解約・パスワード変更があれば、それも認められるまで効きません。急ぐときは、それだけのファイルを先に取り込んでください。',
    'What stops or ends services in this file waits too. If that is urgent, import a file of it alone first.',
  ],
  'imports.needsTwo.ends': [
    '終わる連携が多いファイルです。取り込むには、もう一人の確認が要ります。',
    'Many links would end: a second person must agree.',
  ],
  'imports.problems.file': ['誤りをCSVで保存', 'Save as CSV'],
  'imports.problems.cut': [
    'このほかに {more, number}件の誤りがあります',
    '{more, plural, one {# more thing is} other {# more things are}} wrong',
  ],
  'imports.problems.cut.todo': [
    'ここまでを直してから、もう一度取り込んでください',
    'Mend what is listed, then import the file again',
  ],
  'imports.value': ['ファイルの値', 'Value in the file'],
  'imports.order': ['取り込む順番', 'Order of files'],
  'imports.order.lead': [
    '店舗、お客さま、口座の順に取り込みます。ほかは、その後ならいつでもかまいません。',
    'Branches, then customers, then accounts; the others at any time after what they need.',
  ],
  'imports.order.needs': ['先に必要なもの', 'Needs first'],
  'imports.order.there': ['いまある数', 'There now'],
  'imports.order.last': ['最後の取り込み', 'Last import'],
  'imports.order.none': ['なし', 'Nothing'],
  'imports.order.never': ['まだ', 'Not yet'],
  'imports.waits': ['先に「{kind}」を取り込んでください。', 'Import {kind} first.'],
  'imports.lackingQuestions': [
    '合言葉のないお客さま：{count, number}人',
    'Customers without secret questions: {count, number}',
  ],
  'data.old': ['残高か明細が古くなっています', 'Balances or transactions are old'],
  'data.balanceAt': ['残高の基準日時（最新）', 'Newest balances as of'],
  'data.completeTo': ['明細がそろっている日（最新）', 'Transactions complete up to'],
  'data.none': ['まだ届いていません', 'Nothing yet'],
  'imports.row': ['行', 'Row'],
  'imports.column': ['項目', 'Column'],
  'imports.what': ['事象', 'What'],
  'imports.todo': ['対処', 'What to do'],
  'imports.history': ['これまでの取り込み', 'Earlier imports'],
  'imports.history.empty': ['取り込みはまだありません', 'Nothing was imported yet'],
  'imports.name': ['ファイル', 'File'],
  'imports.format': ['ファイルの形式', 'Form of the files'],
  'imports.format.lead': [
    '1行目は項目名です。順番は自由です。数字・記号は全角でもかまいません。',
    'The first row names the columns, in any order. Digits and signs may be full width.',
  ],
  'imports.format.mayConsent': [
    '許可が「しない」の利用者は、新しい連携を許可できません。その会社は「選んだ利用者だけ」になります。許可の列がないか空欄のとき、いまの利用者はそのままです。新しい利用者は、「どの利用者でも」の会社では許可でき、「選んだ利用者だけ」の会社では許可できません。',
    'A user who may not permits no new link, and the company becomes one of chosen users. Without the column, or with an empty cell, users stay as they are; a new one may permit where any user may, and not where users are chosen.',
  ],
  'imports.format.leftOn': [
    '退職などで利用を終えた方は、行を消しても利用者のままです。利用終了日を入れてください。その日の0時からログインできず、電話の担当者としても照合されません。先の日付も入れられます。その方が許可した連携はそのまま残ります。利用終了日の列があって空欄の行は、利用終了を取り消します。列がなければ利用終了日は変わりません。',
    'Who has left stays a user when the row is left out: fill the day of leaving. From 0:00 of that day, which may lie ahead, that user signs in no more and is no caller of the company; the links stay. An empty cell of the column takes it back; without the column the days stay.',
  ],
  'imports.format.closedOn': [
    '解約日の列がなければ、いまの解約日は変わりません。列があって空欄の行は、解約を取り消します。',
    'Without the column of closings they stay as they are; an empty cell of the column takes a closing back.',
  ],
  'imports.format.userKana': [
    '利用者名カナの列がないファイルも取り込めます。カナのない利用者は、漢字の氏名でだけ見つかります。前に取り込んだカナは、空欄でも列がなくても残ります。',
    'A file without the column of readings is taken too. A user without a reading is found by the written name alone. A reading that is there stays where the cell is empty or the column is missing.',
  ],
  'imports.format.zengin': [
    '全銀協 入出金取引明細。200バイト固定長、JIS、改行の有無は問いません。日付は和暦のYYMMDDです。',
    'Zengin statement of transactions: 200 bytes, JIS, with or without line ends; dates are YYMMDD of the era.',
  ],
  'imports.required.no': ['任意', 'Optional'],
  'imports.longest': ['文字数', 'Characters'],
  'imports.example': ['例、または書ける値', 'Example, or what may be written'],
  'importProblem.missing-column': ['項目がありません', 'The column is missing'],
  'importProblem.unknown-column': ['知らない項目です', 'Unknown column'],
  'importProblem.wrong-columns': [
    '項目の数が1行目と違います（{detail}）',
    'Not as many fields as the first row ({detail})',
  ],
  'importProblem.required': ['値がありません', 'No value'],
  'importProblem.too-long': ['長すぎます', 'Too long'],
  'importProblem.form': ['形が正しくありません', 'Not of the right form'],
  'importProblem.encoding': [
    '1行目と同じ文字コードでは読めない文字です',
    'Not a character of the encoding of the first row',
  ],
  'importProblem.unknown-encoding': [
    '文字コードが UTF-8 でも Shift_JIS（CP932）でもありません',
    'Neither UTF-8 nor Shift_JIS (CP932)',
  ],
  'importProblem.other-file': [
    '1行目に、選んだ種類の項目名が1つもありません',
    'The first row has no column of the chosen kind',
  ],
  'importProblem.other-kind': [
    '1行目は「{detail}」のファイルの項目です',
    'The first row is that of a file of this kind: {detail}',
  ],
  'importProblem.delimiter': [
    '項目がカンマで区切られていません（タブかセミコロンです）',
    'Fields are divided by tabs or semicolons, not by commas',
  ],
  'importProblem.date': [
    '日付として読めないか、ない日付です',
    'Not a date, or of a day that does not exist',
  ],
  'importProblem.era': [
    'その元号にない日付です（{detail} にあたります）',
    'Not a day of that era: it is {detail}',
  ],
  'importProblem.control-character': ['使えない制御文字があります', 'A control character'],
  'importProblem.duplicate': ['同じものが2度あります（{detail}）', 'The same twice ({detail})'],
  'importProblem.unknown-branch': ['この店番はありません（{detail}）', 'No such branch ({detail})'],
  'importProblem.unknown-customer': [
    'この顧客番号はありません（{detail}）',
    'No such customer ({detail})',
  ],
  'importProblem.unknown-account': [
    'この口座はありません（{detail}）',
    'No such account ({detail})',
  ],
  'importProblem.not-business': [
    '法人のお客さまではありません（{detail}）',
    'Not a company ({detail})',
  ],
  'importProblem.not-personal': [
    '個人のお客さまではありません（{detail}）',
    'Not a person ({detail})',
  ],
  'importProblem.question-twice': [
    '同じ質問が2度あります（{detail}）',
    'The same question twice ({detail})',
  ],
  'importProblem.older-balance': [
    'これより新しい残高が、すでに取り込まれています',
    'A newer balance was imported already',
  ],
  'importProblem.days-order': ['開始日より前です（{detail}）', 'Before the first day ({detail})'],
  'importProblem.period': [
    '明細がそろう期間が正しくありません',
    'Not a period for which transactions can be complete',
  ],
  'importProblem.outside-period': [
    '取引日が、この行の期間の外です（{detail}）',
    'The day is outside of the period of its row ({detail})',
  ],
  'importProblem.login-unknown': [
    'このお客さまのログインIDではありません（{detail}）',
    'Not a login ID of this customer ({detail})',
  ],
  'importProblem.login-needed': [
    '利用者が複数いるため、誰のパスワードか分かりません',
    'Several users: whose password it is cannot be told',
  ],
  'importProblem.other-event': [
    'パスワード変更でない行にあります',
    'Stands in a row that is no change of password',
  ],
  'importProblem.login-taken': [
    'ほかのお客さまが使っているログインIDです（{detail}）',
    'Login ID of another customer ({detail})',
  ],
  'importProblem.login-other': [
    'このお客さまには別のログインIDがあります（{detail}）',
    'This customer has another login ID ({detail})',
  ],
  'importProblem.channel-other': [
    '登録済みの区分と違います（{detail}）',
    'Another kind of customer than registered ({detail})',
  ],
  'importProblem.holder-other': [
    '別のお客さまの口座です（{detail}）',
    'Account of another customer ({detail})',
  ],
  'importProblem.entry-other': [
    '同じ日の同じ取引番号で、内容の違う取引がすでにあります（{detail}）',
    'A different transaction of that day has this number ({detail})',
  ],
  'importProblem.in-future': ['まだ来ていない日時です', 'A time that has not come yet'],
  'importProblem.record-length': [
    'レコードが200バイトではありません（{detail}）',
    'A record is not 200 bytes ({detail})',
  ],
  'importProblem.record-order': [
    'レコードの順番が正しくありません（{detail}）',
    'Records out of order ({detail})',
  ],
  'importProblem.record-total': ['件数か合計が明細と合いません', 'Counts or sums do not agree'],
  'importProblem.ebcdic': ['EBCDIC のファイルです', 'An EBCDIC file'],
  'importProblem.other-institution': [
    '別の金融機関のファイルです（{detail}）',
    'A file of another institution ({detail})',
  ],
  'importProblem.quote': ['引用符が閉じていません', 'A quote is not closed'],
  'importProblem.too-many-rows': [
    '行が多すぎます（{detail}行まで）',
    'Too many rows (at most {detail})',
  ],
  'importProblem.empty': ['取り込む行がありません', 'No row to import'],
  'importTodo.missing-column': [
    '1行目に項目名を加えてください。',
    'Add its name to the first row.',
  ],
  'importTodo.unknown-column': [
    '項目名を確かめるか、列を除いてください。',
    'Check the name or remove the column.',
  ],
  'importTodo.wrong-columns': ['カンマと引用符を確かめてください。', 'Check commas and quotes.'],
  'importTodo.required': [
    '値を入れてください（例：{detail}）。',
    'Give a value (such as {detail}).',
  ],
  'importTodo.too-long': [
    '決められた文字数までにしてください。',
    'Keep to the number of characters.',
  ],
  'importTodo.form': [
    '例のように書いてください（例：{detail}）。',
    'Write it like the example ({detail}).',
  ],
  'importTodo.encoding': [
    'ファイル全体を1つの文字コードで保存し直してください。',
    'Save the whole file in one encoding.',
  ],
  'importTodo.unknown-encoding': [
    '「CSV UTF-8」か Shift_JIS で保存し直してください。',
    'Save it as CSV UTF-8 or Shift_JIS.',
  ],
  'importTodo.other-file': [
    '種類の選択を確かめるか、1行目に項目名を入れてください。',
    'Check the kind, or put the names of the columns into the first row.',
  ],
  'importTodo.other-kind': [
    '中止して、種類を選び直すか、ファイルを選び直してください。',
    'Abort, and choose the kind or the file anew.',
  ],
  'importTodo.delimiter': [
    'カンマ区切り（CSV）で保存し直してください。',
    'Save it with commas (CSV).',
  ],
  'importTodo.date': [
    'ある日付を、例のように書いてください（例：{detail}）。',
    'Write a day that exists, like the example ({detail}).',
  ],
  'importTodo.era': ['元号か日付を確かめてください。', 'Check the era or the day.'],
  'importTodo.control-character': ['その文字を除いてください。', 'Remove it.'],
  'importTodo.duplicate': ['どちらか1行にしてください。', 'Keep one of the rows.'],
  'importTodo.unknown-branch': [
    '先に店舗を取り込むか、店番を直してください。',
    'Import branches first, or correct it.',
  ],
  'importTodo.unknown-customer': [
    '先にお客さまを取り込むか、番号を直してください。',
    'Import customers first, or correct it.',
  ],
  'importTodo.unknown-account': [
    '先に口座を取り込むか、番号を直してください。',
    'Import accounts first, or correct it.',
  ],
  'importTodo.not-business': ['顧客番号を確かめてください。', 'Check the customer number.'],
  'importTodo.not-personal': ['顧客番号を確かめてください。', 'Check the customer number.'],
  'importTodo.question-twice': ['別の質問にしてください。', 'Use another question.'],
  'importTodo.older-balance': [
    '新しいほうのファイルか、基準日時を確かめてください。',
    'Check which file is newer, and the time in it.',
  ],
  'importTodo.days-order': [
    '有効開始日と有効終了日を確かめてください。',
    'Check the first day and the last one.',
  ],
  'importTodo.period': [
    '開始日と終了日を両方、きょうまでの日付で、口座ごとに1つにしてください。',
    'Give both days, not after today, and one period for each account.',
  ],
  'importTodo.outside-period': ['取引日か期間を直してください。', 'Correct the day or the period.'],
  'importTodo.login-unknown': ['ログインIDを確かめてください。', 'Check the login ID.'],
  'importTodo.login-needed': [
    'ログインIDの列に、変わった利用者を書いてください。',
    'Name the user in the column of login IDs.',
  ],
  'importTodo.other-event': ['空欄にしてください。', 'Leave it empty.'],
  'importTodo.login-taken': ['別のログインIDにしてください。', 'Use another login ID.'],
  'importTodo.login-other': [
    'いまのログインIDを書くか、空欄にしてください。',
    'Write the present one, or leave it empty.',
  ],
  'importTodo.channel-other': [
    '顧客番号と区分を確かめてください。',
    'Check the customer number and the kind.',
  ],
  'importTodo.holder-other': [
    '顧客番号と口座番号を確かめてください。',
    'Check the customer and account numbers.',
  ],
  'importTodo.entry-other': [
    '訂正は、別の取引番号の取引として入れてください。',
    'Enter a correction as a transaction with its own number.',
  ],
  'importTodo.in-future': [
    '発生日時と、このパソコンの時計を確かめてください。',
    'Check the time in the file and the clock of this machine.',
  ],
  'importTodo.record-length': [
    '固定長のまま出力し直してください。',
    'Write the file anew with fixed length.',
  ],
  'importTodo.record-order': [
    'ヘッダー・データ・トレーラー・エンドの順にしてください。',
    'Header, data, trailer, end.',
  ],
  'importTodo.record-total': [
    '元のシステムで出力し直してください。',
    'Write the file anew at its source.',
  ],
  'importTodo.ebcdic': ['JIS（コード区分0）で出力し直してください。', 'Write it in JIS (code 0).'],
  'importTodo.other-institution': ['ファイルを確かめてください。', 'Check the file.'],
  'importTodo.quote': ['" の数を確かめてください。', 'Check the quotes.'],
  'importTodo.too-many-rows': ['ファイルを分けてください。', 'Split the file.'],
  'importTodo.empty': ['ファイルを確かめてください。', 'Check the file.'],
} as const satisfies Texts
