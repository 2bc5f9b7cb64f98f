import type { Texts } from './text.ts'

/** What is wrong with a value that was typed: the value, and what is allowed. */
export const inputs = {
  'inputError.required': ['入力してください。', 'Required.'],
  'inputError.choose': ['1つ以上必要です。', 'At least one is needed.'],
  'inputError.tooLong': [
    '{length, number}文字あります。{max, number}文字までにしてください。',
    '{length, number} characters; at most {max, number} are allowed.',
  ],
  'inputError.tooShort': [
    '{length, number}文字です。{min, number}文字以上にしてください。',
    '{length, number} characters; at least {min, number} are needed.',
  ],
  'inputError.tooMany': [
    '{length, number}件あります。{max, number}件までにしてください。',
    '{length, number} entries; at most {max, number} are allowed.',
  ],
  'inputError.tooBig': [
    '{value, number} は大きすぎます。{max, number} までにしてください。',
    '{value, number} is too big; at most {max, number}.',
  ],
  'inputError.tooSmall': [
    '{value, number} は小さすぎます。{min, number} 以上にしてください。',
    '{value, number} is too small; at least {min, number}.',
  ],
  'inputError.number': [
    '「{value}」は整数ではありません。数字だけで入力してください。',
    '“{value}” is no whole number.',
  ],
  'inputError.date': [
    '「{value}」は日付として読めません。2027/1/4、令和9年1月4日、R9.1.4 のように入力してください。',
    '“{value}” is no date. Enter it as 2027/1/4 or R9.1.4.',
  ],
  'inputError.era': [
    '「{value}」はその元号にない日です。{right} ではありませんか。',
    'The era does not have “{value}”. Is it {right}?',
  ],
  'inputError.instant': [
    '「{value}」は日時として読めません。2027/1/4 9:30 のように入力してください。',
    '“{value}” is no date and time. Enter it as 2027/1/4 9:30.',
  ],
  'inputError.month-day': [
    '「{value}」は毎年の日として読めません。1-4 や 1月4日 のように入力してください。',
    '“{value}” is no day of the year. Enter it as 1-4.',
  ],
  'inputError.time': [
    '「{value}」は時刻として読めません。9:00 や 17:30 のように入力してください。',
    '“{value}” is no time. Enter it as 9:00 or 17:30.',
  ],
  'inputError.issuer': [
    '「{value}」は発行者として読めません。書類に書かれた発行者を入力してください。',
    '“{value}” issues no such papers.',
  ],
  'inputError.last-digits': [
    '「{value}」は番号の末尾4桁ではありません。',
    '“{value}” is not the last 4 digits.',
  ],
  'inputError.four-digits': [
    '「{value}」は4桁の数字ではありません。',
    '“{value}” is not 4 digits.',
  ],
  'inputError.number-part': [
    '「{value}」は登録番号の一部になりません。括弧と「第」を除いて30文字以内で入力してください。',
    '“{value}” cannot stand in a registration number: at most 30 characters, without brackets and ordinal sign.',
  ],
  'inputError.few-letters': [
    '同じ文字ばかりです。5種類以上の文字を使ってください。',
    'Too few different characters; use at least 5.',
  ],
  'inputError.window-order': [
    '終了が開始より前です。終了を後の時刻にしてください。',
    'The end is before the start.',
  ],
  'inputError.same-question': [
    '同じ質問が2つあります。別の質問にしてください。',
    'The same question stands twice. Choose another one.',
  ],
  'inputError.identity-minimum': [
    '使う項目の数より多く求めています。項目を増やすか、数を減らしてください。',
    'More items must agree than are used.',
  ],
  'inputError.phone': [
    '「{value}」は電話番号として読めません。0から始まる10桁か11桁で、市外局番から入力してください。',
    '“{value}” is no telephone number: 10 or 11 digits beginning with 0.',
  ],
  'inputError.period': ['終わりの日が始めの日より前です。', 'The last day is before the first.'],
  'inputError.format': ['「{value}」は使えない形です。', '“{value}” is not of the form needed.'],
} as const satisfies Texts
