import { beforeAll, describe, expect, it } from 'vitest'
import { secondAgrees } from '../support/agree.ts'
import { inspectIn } from '../support/inspect.ts'
import { consoleLooks } from '../support/looks.ts'
import { openStory } from '../support/story.ts'

/** What staff do with the consent screens: look, walk, compare, publish, prove. SCREENSHOTS=dir keeps the pictures. */
const { service, browser, problems, signIn, provider, link } = await openStory()
beforeAll(async () => {
  await link(0, 0)
})

describe('texts (R93)', () => {
  it('one writes, another approves, customers read it; each sees old and new side by side', async () => {
    const author = await signIn('miura')
    await author.goto(`${service.console}/consent/texts`)
    await author.getByRole('button', { name: '下書きを作る' }).click()
    await author
      .getByLabel('下書き：「利用規定をご確認ください」')
      .fill('お手元に利用者番号をご用意ください')
    await author.getByText('変えた文言 1').waitFor()
    await author.getByRole('button', { name: '下書きを保存' }).click()
    await author.getByText('変更の理由を書いてください。').waitFor()
    await author.getByLabel('変更の理由').fill('案内の追加')
    await author.getByLabel('下書き：「お問い合わせ {phone}」').fill('電話')
    await author.getByText('差し込みが足りません：phone').waitFor()
    await author.getByLabel('下書き：「お問い合わせ {phone}」').fill('お問い合わせ {phone}')
    await author.getByRole('button', { name: '下書きを保存' }).click()
    await author.getByRole('heading', { name: '個人の画面　第2版' }).waitFor()
    const frames = author.locator('iframe')
    await expect.poll(() => frames.count()).toBe(2)
    const now = author.frameLocator('iframe').nth(0)
    const draft = author.frameLocator('iframe').nth(1)
    await draft.locator('mark', { hasText: 'お手元に利用者番号をご用意ください' }).waitFor()
    expect(await now.getByText('お手元に').count()).toBe(0)
    await author.getByText('自分が書いた下書きは承認できません').waitFor()

    const approver = await signIn('kudo')
    await approver.goto(`${service.console}/consent/texts`)
    await approver.getByRole('row', { name: /案内の追加/ }).dblclick()
    await approver.getByRole('button', { name: '承認して公開' }).click()
    await approver.getByText('この版は変えられません。').waitFor()
    await approver.goto(`${service.console}/consent/texts`)
    await approver.getByRole('row', { name: /案内の追加.*工藤 隆.*公開中/ }).waitFor()

    const client = await provider(0)
    const customer = await (await browser.newContext()).newPage()
    await customer.goto((await client.start()).url.href)
    await customer.getByText('お手元に利用者番号をご用意ください').waitFor()
    for (const page of [author, approver, customer]) await page.context().close()
  })
})

describe('preview', () => {
  it('changes with each condition; its address can be shared; a walk goes through in the server’s order', async () => {
    const page = await signIn('sato')
    await page.getByRole('link', { name: '同意画面' }).click()
    const inside = page.frameLocator('iframe')
    await inside.getByRole('heading', { name: 'API連携認証（利用登録）' }).waitFor()
    await page.getByLabel('入力誤りの表示').click()
    await inside.getByText('ログインできませんでした').waitFor()
    await page.getByRole('button', { name: '法人' }).click()
    await page.getByRole('button', { name: /画面/ }).first().click()
    await page.getByRole('option', { name: '照会用暗証番号登録結果' }).click()
    await inside.getByRole('cell', { name: '●●●●' }).waitFor()
    const other = await page.context().newPage()
    await other.goto(page.url())
    await other.frameLocator('iframe').getByRole('cell', { name: '●●●●' }).waitFor()

    await page.getByRole('link', { name: '通しで見る' }).click()
    const titles: string[] = []
    for (let i = 0; i < 8; i += 1) {
      const heading = inside.getByRole('heading', { level: 1 })
      await heading.waitFor()
      const title = await heading.innerText()
      if (titles.at(-1) !== title) titles.push(title)
      await page.getByRole('button', { name: '次の画面へ' }).click()
      if ((await page.getByText('ここでAPI業者の画面に戻ります').count()) > 0) break
      const [step] = await page.locator('[aria-current="step"]').allInnerTexts()
      await page.locator(`iframe[title="プレビュー　${step}"]`).waitFor()
    }
    expect(titles).toEqual([
      'API連携認証（利用登録）',
      'API連携認証（利用登録）（利用者番号認証）',
      'API連携認証（利用登録）（追加認証）',
      'API連携認証（利用登録）（情報連携認可）',
    ])
    await page.context().close()
  })
})

describe('the sheet', () => {
  it('is printed on at most three pages, the flow first, without the console around it', async () => {
    const page = await signIn('sato')
    await page.goto(`${service.console}/consent/sheet`)
    await page.getByRole('button', { name: '法人' }).click()
    await page.locator('iframe').nth(16).waitFor()
    const pdf = await page.pdf({ format: 'A4', landscape: true })
    const sheets = pdf.toString('latin1').match(/\/Type \/Page\b/g)?.length ?? 0
    expect(sheets).toBeGreaterThan(0)
    expect(sheets).toBeLessThanOrEqual(3)
    await page.emulateMedia({ media: 'print' })
    expect(await page.getByRole('navigation', { name: 'メニュー' }).isVisible()).toBe(false)
    await page.context().close()
  })
})

describe('console screens', () => {
  it('no axe violation, nothing wider than the window', async () => {
    const page = await signIn('miura', { viewport: consoleLooks[0] })
    const see = (name: string): Promise<void> => inspectIn(page, consoleLooks, `staff-${name}`)
    for (const [path, ready, name] of [
      [
        '/consent?channel=business&screen=permit&missing=1&renewal=1&width=1280',
        'iframe',
        'preview',
      ],
      ['/consent/walk', 'iframe', 'walk'],
      ['/consent/sheet', 'iframe >> nth=14', 'sheet'],
      ['/consent/texts', 'role=row', 'texts'],
      ['/consent/texts/business/new', 'textarea', 'editor'],
      ['/consent/texts/terms/1', 'textarea', 'terms'],
      ['/settings', 'text=サービス時間', 'settings'],
      ['/customers/5001', 'text=許可できる利用者', 'company'],
    ] as const) {
      await page.goto(`${service.console}${path}`)
      await page.locator(ready).first().waitFor()
      await page.getByText('サーバー稼働中').waitFor()
      await see(name)
    }
    await page.goto(`${service.console}/customers/1`)
    await page
      .getByRole('row', { name: /家計簿デモ/ })
      .first()
      .focus()
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: '見た画面' }).click()
    await page.getByText('記録したハッシュと同じです').waitFor()
    await see('evidence')
    await page.context().close()
  })
})

describe('settings', () => {
  it('typed in full width, saved, used by the next customer; what is wrong is said and not saved', async () => {
    const page = await signIn('miura')
    await page.goto(`${service.console}/settings`)
    const personal = page.getByRole('region', { name: '個人の連携' })
    await personal.getByLabel('有効期間（日）').fill('九十')
    await personal.getByRole('button', { name: '保存する' }).click()
    await personal.getByText('「九十」は整数ではありません').waitFor()
    expect(await personal.getByText('保存しました。').count()).toBe(0)
    await personal.getByLabel('有効期間（日）').fill('６０')
    await personal.getByRole('button', { name: '保存する' }).click()
    // It takes two persons: until the second one agrees the former value holds.
    await personal.getByText('確認待ちに入れました。').waitFor()
    expect(await personal.getByLabel('有効期間（日）').inputValue()).toBe('90')
    await secondAgrees(service)
    await page.reload()
    expect(await personal.getByLabel('有効期間（日）').inputValue()).toBe('60')
    // Again from the same page, while a second window stands open with what was there before.
    const stale = await page.context().newPage()
    await stale.goto(`${service.console}/settings`)
    await stale.getByRole('region', { name: '個人の連携' }).getByLabel('有効期間（日）').fill('30')
    await personal.getByLabel('有効期間（日）').fill('61')
    await personal.getByRole('button', { name: '保存する' }).click()
    await personal.getByText('確認待ちに入れました。').waitFor()
    await secondAgrees(service)
    const other = stale.getByRole('region', { name: '個人の連携' })
    await other.getByRole('button', { name: '保存する' }).click()
    await other.getByText('入力を始めたあとに、この設定が変更されました').first().waitFor()
    expect(await other.getByLabel('有効期間（日）').inputValue()).toBe('30')
    await stale.close()
    await page.goto(`${service.console}/consent?screen=permit`)
    await page.frameLocator('iframe').getByText('61日間です。').waitFor()
    await page.context().close()
    const clerk = await signIn('sato')
    await clerk.goto(`${service.console}/settings`)
    await clerk.getByText('変えられるのは本部管理者だけです。').waitFor()
    expect(await clerk.getByRole('button', { name: '保存する' }).count()).toBe(0)
    await clerk.context().close()
  })
})

it('no page broke its content security policy or threw', () => {
  expect(problems).toEqual([])
})
