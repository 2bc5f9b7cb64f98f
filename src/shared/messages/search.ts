import type { Texts } from './text.ts'

/** The search box, and the steps that it shows before anything is searched. */
export const search = {
  'search.none.digits': [
    '口座番号は7桁、電話番号は10桁か11桁、顧客番号は7桁です。',
    'Account and customer numbers have 7 digits, phones 10 or 11.',
  ],
  'search.commands': ['操作', 'Commands'],
  'search.label': ['お客さま・API業者・連携を探す', 'Find customers, providers and grants'],
  'search.placeholder': [
    '氏名・カナ・電話・顧客番号・口座・受付番号・API業者',
    'Name, kana, phone, customer number, account, provider',
  ],
  'search.recent': ['最近開いたお客さま', 'Customers opened last'],
  'search.none': ['「{text}」に当てはまるものはありません', 'Nothing matches “{text}”'],
  'search.none.todo': [
    '漢字・カナ・電話番号・顧客番号・店番と口座番号のどれかで、短めに入れてみてください。',
    'Try less of a name, kana, phone number, customer number, or branch and account number.',
  ],
  'search.more': [
    'ほかにもあります。続けて入力して絞り込んでください。',
    'There are more. Keep typing to narrow down.',
  ],
  'search.more.words': [
    'ほかにもあります。続けて入力するか、下の語（Tab キー）で絞り込んでください。',
    'There are more. Keep typing, or narrow down by the words below (Tab).',
  ],
  'search.narrow': ['絞り込む語', 'Words that narrow down'],
  'search.partly': [
    '入力のすべてに当てはまるお客さまはいません。一部が近い、または一部だけ当てはまるお客さまです。',
    'Nobody fits all of it. These come close, or fit all but one thing.',
  ],
  'search.remaking': [
    '検索の索引を作り直しています。名前や電話番号では、まだ見つからないお客さまがあります。利用者番号か口座番号の全桁でお探しください。',
    'The search index is being made anew: not everybody is found by name or telephone number yet. Use the whole customer or account number.',
  ],
  'search.ignored.digits': [
    '電話・口座番号の一部は、絞り込みに使いません。全桁を入れてください。',
    'Part of a telephone or account number does not count. Enter all digits.',
  ],
  'search.ignored.house': [
    '丁目・番・号は絞り込みに使いません。町の名までで探しました。',
    'The number of a house does not count. Searched by the town.',
  ],
  'search.ignored.decade': [
    '生まれた年代は絞り込みに使いません。生年月日の全体を入れてください。',
    'A decade of birth does not count. Enter the whole date.',
  ],
  'search.namesake': ['同じ読み（{differs}がちがう）', 'Same reading ({differs} differs)'],
  'search.sameBirth': [
    '同じ読み・同じ生年月日（{differs}がちがう）',
    'Same reading, same birth date ({differs} differs)',
  ],
  'search.differs.branch': ['支店', 'branch'],
  'search.differs.kanji': ['漢字', 'kanji'],
  'search.differs.number': ['顧客番号', 'number'],
  'search.count': ['{count, number}件見つかりました', '{count, number} found'],
  'search.grants': ['連携：有効 {active, number}', 'Grants: active {active, number}'],
  'search.grants.held': [
    '連携：有効 {active, number}・停止中 {held, number}',
    'Grants: active {active, number}, stopped {held, number}',
  ],
  'search.searching': ['探しています', 'Searching'],
  'reception.steps': ['電話を受けたら', 'When a customer calls'],
  'reception.step1': [
    '氏名・電話番号・口座番号のどれかをうかがい、上の欄で探します。',
    'Ask for the name, phone or account number and search above.',
  ],
  'reception.step2': [
    'うかがったことを入れて「確かめる」。本人と分かると、連携が見えます。',
    'Type what they say and compare. Once you know who it is, the grants appear.',
  ],
  'reception.step3': [
    '選んで「解除」。直ちに止まり、証拠と受付票が出ます。',
    'Select and revoke. It stops at once; the proof and the slip appear.',
  ],
  'reception.recent.empty': ['並べるお客さまはいません', 'No customer to list'],
  'reception.recent.empty.todo': [
    '上の検索欄から探すと、ここに並びます。',
    'Those you find with the search box appear here.',
  ],
} as const satisfies Texts
