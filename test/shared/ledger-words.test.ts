import { expect, it } from 'vitest'
import { folderOf, ledgerFolders, ledgerItems } from '#shared/ledger'
import { ledgerLabel, ledgerLine, toldEntry } from '#shared/ledger-words'
import { japanese } from '#shared/messages/catalogue'

const typed = { title: '', note: '', evidence: '', owner: '', dueOn: null }
const items = [
  ...Object.keys(ledgerItems),
  ...['fisc.Sec-1', 'fisc.Sec-137', 'fisc.Sec-137.assessment'],
  ...['subprocessors.1.name', 'subprocessors.12.business', 'subprocessors.2.notifiedOn'],
]

it('a told line of a ledger is laid out under the folder of its item', () => {
  const found = items.map((item) => toldEntry(ledgerLine(japanese, { item, value: '', ...typed })))
  expect(found.map(({ folder }) => folder)).toEqual(items.map(folderOf))
  expect(found.map(({ label }) => label)).toEqual(items.map((item) => ledgerLabel(japanese, item)))
  expect(new Set(found.map(({ folder }) => folder)).size).toBe(ledgerFolders.length)
})

it('every character of a told line stands in one of its parts, whatever somebody typed', () => {
  const entry = {
    ...{
      item: 'fisc.Sec-12',
      title: '設問は／何か：',
      value: 'yes',
      note: '（記入 誰か／確認 誰か）\n改行',
    },
    ...{ evidence: '評価書／第2版', owner: '三浦', dueOn: '2026-12-01' },
  }
  const line = `${ledgerLine(japanese, entry, ['a.pdf（SHA-256 00）'])}（記入 三浦 京子／確認 —）`
  const { label, parts, signed, folder } = toldEntry(line)
  expect(folder).toBe('fisc')
  expect(parts).toEqual([
    '満たす（Yes）',
    '設問：設問は／何か：',
    'メモ：（記入 誰か／確認 誰か）\n改行',
    '根拠：評価書／第2版',
    'ファイル：a.pdf（SHA-256 00）',
    '担当：三浦',
    '期日：2026/12/01',
  ])
  expect(signed).toBe('記入 三浦 京子／確認 —')
  expect(`${label}：${parts.join('／')}（${signed}）`).toBe(line)
  const strange = '台帳にない名前：値'
  expect(toldEntry(strange)).toEqual({ folder: null, label: '', parts: [strange], signed: null })
})
