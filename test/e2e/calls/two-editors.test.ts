import { exportJWK, generateKeyPair } from 'jose'
import { expect, it } from 'vitest'
import { plainProvider } from '#shared/provider'
import { openCalls } from '../../support/calls.ts'

/** R156: what is half typed of a registration is kept, and of two editors neither loses anything. */
const { service, signIn, deskOf } = await openCalls()

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
  await expect
    .poll(async () => (await desk.work.drafts()).map(({ place }) => place))
    .toContain(`/providers/${id}/edit#registration`)
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
  await page.getByRole('button', { name: '相手の変更を取り込んで続ける' }).click()
  await kana.waitFor({ state: 'detached' })
  await page.getByRole('button', { name: '保存する' }).click()
  await page.getByText('保存しました。').waitFor()
  const saved = await desk.providers.find({ id })
  expect([saved.kana, saved.contact]).toEqual(['フタリノギョウシャ', '開発部 内線12'])
  const places = async () => (await desk.work.drafts()).map(({ place }) => place)
  await expect.poll(places).not.toContain(`/providers/${id}/edit#registration`)
})
