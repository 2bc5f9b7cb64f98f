import { extractTextItems, getDocumentProxy } from 'unpdf'
import { expect, it } from 'vitest'
import { lettersPdf } from '../../src/main/paper/letters-pdf.ts'
import { noticePdf } from '../../src/main/paper/notice-pdf.ts'
import { publicationPdf } from '../../src/main/paper/publication-pdf.ts'
import { pdfText } from '../support/pdf-text.ts'

const union = '秋田県北部中央地域医療福祉従事者信用組合連合'.repeat(2)
const name = '特定非営利活動法人あきた地域福祉サービス支援センター大館能代北秋田鹿角支部連絡協議会'
const provider = '株式会社エヌ・ティ・ティ・データ・フィナンシャルテクノロジーソリューションズ'
const address = `秋田県大館市字三ノ丸${'一丁目二番三号四階五号室　'.repeat(6)}気付`

/** Each line of the first page from the top: PDF counts from the foot. */
async function lines(pdf: Uint8Array) {
  const { items } = await extractTextItems(await getDocumentProxy(new Uint8Array(pdf)))
  return (items[0] ?? []).filter(({ str }) => str.trim() !== '')
}
/** No two lines of the page lie over each other. */
async function expectNoneOver(pdf: Uint8Array): Promise<void> {
  const all = await lines(pdf)
  const over = all.flatMap((one, i) =>
    all
      .slice(i + 1)
      .filter(
        (other) =>
          Math.abs(one.y - other.y) < 0.8 * Math.min(one.height, other.height) &&
          one.x < other.x + other.width &&
          other.x < one.x + one.width,
      )
      .map((other) => [one.str, other.str]),
  )
  expect(over).toEqual([])
}

it('a letter shows address, name and number one below the other, however long they are', async () => {
  await expectNoneOver(
    await lettersPdf(
      {
        institution: { name: union, phone: '018-000-0000', phoneHours: '' },
        provider: { name: provider, servicePersonal: '', serviceBusiness: '会計', contact: '' },
        ...{ successor: null, endsOn: '2099-03-31', ended: false, words: '', on: '2098-12-01' },
        practice: false,
        letters: [
          {
            channel: 'business',
            customer: { customerNumber: '0900001', name, address },
            links: [{ label: 'G-1', grantedAt: 0, expiresAt: 1 }],
          },
        ],
      },
      async () => {},
    ),
  )
})

it('a company is 御中 and a person 様; the name of the union stands in one line', async () => {
  const to = (channel: 'personal' | 'business', name: string) => ({
    channel,
    customer: { customerNumber: '0900001', name, address: '島根県松江市殿町1' },
    links: [{ label: 'R-1', grantedAt: 0, expiresAt: 1 }],
  })
  const pdf = await lettersPdf(
    {
      institution: { name: '山陰たたら信用組合', phone: '0852-21-0001', phoneHours: '平日' },
      provider: { name: 'だんだん', servicePersonal: '家計', serviceBusiness: '会計', contact: '' },
      ...{ successor: null, endsOn: '2099-03-31', ended: false, words: '', on: '2098-12-01' },
      practice: false,
      letters: [to('business', '玉鋼株式会社'), to('personal', '神田翔')],
    },
    async () => {},
  )
  const pages = (await pdfText(pdf)).map((page) => page.replaceAll(/\s/g, ''))
  expect(pages[0]).toContain('玉鋼株式会社御中')
  expect(pages[1]).toContain('神田翔様')
  const all = await lines(pdf)
  const phone = all.find(({ str }) => str.includes('0852-21-0001'))
  const beside = all.filter(({ y }) => Math.abs(y - (phone?.y ?? 0)) < 1).map(({ str }) => str)
  expect(beside.join('')).toContain('山陰たたら信用組合')
})

it('so does a 接続通知書, and what is published', async () => {
  await expectNoneOver(
    await noticePdf({
      notice: {
        ...{ number: 1, madeAt: 0, formerAt: null, added: [], gone: [] },
        sections: [{ title: provider.repeat(2), rows: [['a', 'b']] }],
      },
      ...{ institution: union, provider: provider.repeat(2), practice: false },
    } as never),
  )
  await expectNoneOver(
    await publicationPdf(
      {
        institution: union,
        practice: false,
        ...{ personal: [], business: [], standards: ['一'] },
        clauses: [
          {
            ...{ provider, registrationNumber: '関東財務局長（電代）第123号' },
            ...{ liability: 'い', safety: 'ろ', subprocessors: 'は' },
          },
        ],
      },
      '2098-12-01',
    ),
  )
})
