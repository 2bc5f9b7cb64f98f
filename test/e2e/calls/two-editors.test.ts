import { exportJWK, generateKeyPair } from 'jose'
import { expect, it } from 'vitest'
import { plainProvider } from '#shared/provider'
import { secondAgrees } from '../../support/agree.ts'
import { openCalls } from '../../support/calls.ts'
import type { Desk } from '../../support/desk-client.ts'

/** R156: what is half typed of a registration is kept, and of two editors neither loses anything. */
const { service, signIn, deskOf } = await openCalls()
const keptIn = (desk: Desk, place: string) => async (): Promise<boolean> =>
  (await desk.work.drafts()).some((one) => one.place === place)

it('a half is kept over a reload, another’s change stands beside it, and both are saved (R156)', async () => {
  const [desk, other] = [await deskOf('miura'), await deskOf('kagaya')]
  const { publicKey } = await generateKeyPair('ES256')
  const form = {
    ...plainProvider,
    ...{
      name: '二人の業者株式会社',
      kana: 'フタリ',
      servicePersonal: '二人帳',
      serviceBusiness: '',
    },
    ...{ registrationNumber: '', contact: '', channels: ['personal' as const], dpop: true },
    ...{ scopes: ['accounts' as const], redirectUris: ['https://two.example/callback'] },
    jwks: { keys: [{ ...(await exportJWK(publicKey)), kid: 'k1' } as never] },
    ...{ jwksUri: '', signingAlgorithm: 'ES256' as const },
  }
  const { id } = await desk.providers.create(form)
  const page = await signIn('miura')
  await page.goto(`${service.console}/providers/${id}/edit`)
  const contact = page.getByRole('textbox', { name: '連絡先' })
  await contact.fill('開発部 内線12')
  await expect.poll(keptIn(desk, `/providers/${id}/edit#registration`)).toBe(true)
  await page.reload()
  await page.getByText('前に入力した途中の内容です。').waitFor()
  expect(await contact.inputValue()).toBe('開発部 内線12')

  // The keys are read, and nothing moves any more.
  await page.getByText('ES256 に使えます').waitFor()
  const changed = { ...form, kana: 'フタリノギョウシャ', contact: '総務部' }
  await other.providers.update({ id, version: 1, provider: changed })
  await page.getByRole('button', { name: '保存する' }).click()
  const [kana, both] = [
    page.getByRole('row', { name: /読み（カナ） フタリ フタリノギョウシャ/ }),
    page.getByRole('row', { name: /連絡先 — 総務部 開発部 内線12/ }),
  ]
  await kana.waitFor()
  await both.waitFor()
  expect(await page.getByRole('button', { name: '保存する' }).isEnabled()).toBe(false)
  await page.getByRole('button', { name: '取り込んで続ける' }).click()
  await kana.waitFor({ state: 'detached' })
  // It is dealt with, and nothing asks for it to be done again.
  expect(await page.getByText('変更されました').count()).toBe(0)
  await page.getByRole('button', { name: '保存する' }).click()
  await page.getByText('保存しました。').waitFor()
  const saved = await desk.providers.find({ id })
  expect([saved.kana, saved.contact]).toEqual(['フタリノギョウシャ', '開発部 内線12'])
  await expect.poll(keptIn(desk, `/providers/${id}/edit#registration`)).toBe(false)

  // Deleted by two, since both have worked on it: the second person reads what goes.
  await other.ledger.save({
    ...{ providerId: id, item: 'party.address', version: 0, value: '東京都千代田区' },
    ...{ note: '移転予定', evidence: '', owner: '', dueOn: null },
  })
  await desk.providers.discard({ id, version: saved.version })
  const second = await signIn('kagaya')
  await second.goto(service.console)
  await second.getByRole('button', { name: /二人の業者株式会社 内容を見る/ }).click()
  const dialog = second.getByRole('dialog', { name: /二人の業者株式会社/ })
  await dialog.getByRole('row', { name: /連絡先 開発部 内線12/ }).waitFor()
  const ledger = dialog.getByRole('region', { name: '導入台帳（1項目）' })
  await ledger.getByText('東京都千代田区').waitFor()
  await ledger.getByText('メモ：移転予定').waitFor()
  expect(await dialog.getByRole('columnheader').allInnerTexts()).toEqual(['変更の内容', 'いま'])
  await dialog.getByRole('button', { name: '認めて実行する' }).click()
  await second.getByText(/^認めました：.*二人の業者株式会社/).waitFor()
  await second.context().close()
})

it('the day from which a registration is to hold is kept with it, and dropped with it', async () => {
  const [page, desk] = [await signIn('miura'), await deskOf('miura')]
  const place = '/providers/1/edit#registration'
  await page.goto(`${service.console}/providers/1/edit`)
  const [day, contact] = ['適用日', '連絡先'].map((name) => page.getByRole('textbox', { name }))
  const was = (await contact?.inputValue()) ?? ''
  await contact?.fill('開発部 内線13')
  await day?.fill('2099-12-01')
  await expect.poll(keptIn(desk, place)).toBe(true)
  await page.reload()
  await page.getByText('前に入力した途中の内容です。').waitFor()
  expect([await contact?.inputValue(), await day?.inputValue()]).toEqual([
    '開発部 内線13',
    '2099-12-01',
  ])
  await page.getByRole('button', { name: '途中の内容を捨てる' }).click()
  await expect.poll(() => day?.inputValue()).toBe('')
  expect(await contact?.inputValue()).toBe(was)
  await expect.poll(keptIn(desk, place)).toBe(false)
})

it('a setting that is typed is kept over a reload, and another’s change stands beside it', async () => {
  await secondAgrees(service)
  const [page, desk, other] = [
    await signIn('kagaya'),
    await deskOf('kagaya'),
    await deskOf('miura'),
  ]
  const { policy } = await desk.settings.find()
  await page.goto(`${service.console}/settings`)
  const part = page.getByRole('region', { name: '共通', exact: true })
  const [mine, theirs] = [
    '操作がないときにロックするまで（分）',
    '同時に照合するログイン：全体（件）',
  ].map((name) => part.getByLabel(name))
  await mine?.fill(String(policy.staffIdleMinutes + 1))
  await expect.poll(keptIn(desk, '/settings#policy')).toBe(true)
  await page.reload()
  await part.getByText('前に入力した途中の内容です。').waitFor()
  expect(await mine?.inputValue()).toBe(String(policy.staffIdleMinutes + 1))

  const signInsAtOnce = policy.signInsAtOnce - 1
  await other.settings.save({ key: 'policy', seen: policy, value: { ...policy, signInsAtOnce } })
  await secondAgrees(service)
  await part.getByRole('button', { name: '保存する' }).click()
  await part.getByText('入力を始めたあとに、この設定が変更されました').first().waitFor()
  await part
    .getByRole('row', { name: new RegExp(`${policy.signInsAtOnce} ${signInsAtOnce}`) })
    .waitFor()
  expect(await mine?.inputValue()).toBe(String(policy.staffIdleMinutes + 1))
  await part.getByRole('button', { name: '取り込んで続ける' }).click()
  await expect.poll(() => theirs?.inputValue()).toBe(String(signInsAtOnce))
  expect(await part.getByText('変更されました').count()).toBe(0)
  await part.getByRole('button', { name: '保存する' }).click()
  await part.getByText('確認待ちに入れました').waitFor()
  // It is not in force yet, so the form says what is; and nothing is left of what was typed.
  await expect.poll(() => mine?.inputValue()).toBe(String(policy.staffIdleMinutes))
  await expect.poll(keptIn(desk, '/settings#policy')).toBe(false)
  const waiting = (await desk.proposals.list()).filter(({ action }) => action === 'settings.save')
  expect(waiting).toHaveLength(1)
  await desk.proposals.withdraw({ id: waiting[0]?.id ?? 0 })
})

it('a text that is typed is kept over a reload; what another saved meanwhile stands beside it, and is approved only once it is read', async () => {
  const [page, desk, other] = [await signIn('miura'), await deskOf('miura'), await deskOf('kagaya')]
  const { current } = await other.texts.list({ kind: 'terms' })
  const { body } = await other.texts.find({ kind: 'terms', number: current })
  const { number } = await other.texts.save({ kind: 'terms', draft: null, body, note: '改定' })
  const draft = async () => {
    const { updatedAt: seenAt } = await other.texts.find({ kind: 'terms', number })
    return { number, seenAt }
  }
  const place = `/consent/texts/terms/${number}#text`
  await page.goto(`${service.console}/consent/texts/terms/${number}`)
  const [title, note] = [page.getByLabel('題', { exact: true }), page.getByLabel('変更の理由')]
  await title.fill('規定（三浦の案）')
  await expect.poll(keptIn(desk, place)).toBe(true)
  await page.reload()
  await page.getByText('前に入力した途中の内容です。').waitFor()
  expect(await title.inputValue()).toBe('規定（三浦の案）')
  expect(await note.inputValue()).toBe('改定')

  const theirs = { ...body, title: '規定（加賀谷の案）' }
  await other.texts.save({ kind: 'terms', draft: await draft(), body: theirs, note: '見出し' })
  await page.getByRole('button', { name: '下書きを保存' }).click()
  await page.getByText('入力を始めたあとに、この下書きが変更されました').first().waitFor()
  await page.getByRole('row', { name: /規定（加賀谷の案） 規定（三浦の案）/ }).waitFor()
  // Whoever is to approve has another text before them than the one that they opened.
  await page.getByText('この下書きは、開いたあとに変更されました').waitFor()
  await page.getByRole('button', { name: '読み直した' }).click()
  await page.getByRole('button', { name: '承認して公開' }).waitFor()
  const merge = page.getByRole('button', { name: '取り込んで続ける' })
  await merge.click()
  await merge.waitFor({ state: 'detached' })
  expect(await page.getByText('変更されました').count()).toBe(0)
  await page.getByRole('button', { name: '下書きを保存' }).click()
  await page.getByText('下書きを保存しました').waitFor()
  const saved = await other.texts.find({ kind: 'terms', number })
  expect([saved.body.title, saved.note]).toEqual(['規定（三浦の案）', '見出し'])
  await expect.poll(keptIn(desk, place)).toBe(false)

  // What is thrown away is what the person had before them.
  await page.getByRole('button', { name: '下書きを捨てる' }).click()
  const dialog = page.getByRole('alertdialog')
  await dialog.waitFor()
  await other.texts.save({ kind: 'terms', draft: await draft(), body: theirs, note: '見出し' })
  await dialog.getByRole('button', { name: '下書きを捨てる' }).press('Space')
  await dialog.getByText('この下書きは、その間に変更されました').waitFor()
  await dialog.getByRole('button', { name: 'キャンセル' }).click()
  await page.getByRole('button', { name: '下書きを捨てる' }).click()
  await dialog.getByRole('button', { name: '下書きを捨てる' }).press('Space')
  await page.waitForURL('**/consent/texts?kind=terms')
  await expect
    .poll(async () => (await other.texts.list({ kind: 'terms' })).versions.map((one) => one.number))
    .not.toContain(number)
})
