import { exportJWK, generateKeyPair } from 'jose'
import { expect, it } from 'vitest'
import { openCalls } from '../../support/calls.ts'

/** R150: keys are read as they are pasted, and nothing moves under the pointer meanwhile. */
const { service, signIn } = await openCalls()

it('what is read of pasted keys, or wrong with them, moves no field and no button', async () => {
  const page = await signIn('miura')
  await page.goto(`${service.console}/providers/new`)
  const field = page.getByRole('textbox', { name: '公開鍵（JWKS）' })
  const others = [
    field,
    page.getByRole('button', { name: 'ファイルから読み込む' }),
    page.getByRole('button', { name: /署名アルゴリズム/ }),
    page.getByRole('button', { name: '登録する' }),
  ]
  /** Where each stands on the page, wherever the page is scrolled. */
  const places = () =>
    Promise.all(
      others.map((one) =>
        one.evaluate((at) =>
          Math.round(
            at.getBoundingClientRect().top + (document.getElementById('main')?.scrollTop ?? 0),
          ),
        ),
      ),
    )
  await page.getByRole('button', { name: /署名アルゴリズム/ }).click()
  await page.getByRole('option', { name: 'ES256' }).click()
  await page.getByText('読み取った内容がここに出ます').waitFor()
  const stood = await places()
  const keys = await Promise.all(
    ['k1', 'k2', 'k3'].map(async (kid) => ({
      ...(await exportJWK((await generateKeyPair('ES256')).publicKey)),
      kid,
    })),
  )
  for (const some of [keys.slice(0, 1), keys]) {
    await field.fill(JSON.stringify({ keys: some }))
    await expect.poll(() => page.getByText('ES256 に使えます').count()).toBe(some.length)
    await page.getByLabel(`${some.at(-1)?.kid} を使い終える日`).waitFor()
    expect(await places()).toEqual(stood)
  }
  await field.fill('{"keys": [')
  await page.getByText('公開鍵の形として読めません').waitFor()
  expect(await places()).toEqual(stood)
  const { privateKey } = await generateKeyPair('ES256', { extractable: true })
  await field.fill(JSON.stringify({ keys: [await exportJWK(privateKey)] }))
  await expect.poll(() => field.inputValue()).toBe('')
  expect(await places()).toEqual(stood)
  await page.context().close()
})
