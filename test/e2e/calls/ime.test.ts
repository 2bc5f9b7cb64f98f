import type { CDPSession, Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { openCalls } from '../../support/calls.ts'
import { whenFound } from '../../support/console-page.ts'
import { atCounter } from '../../support/request-steps.ts'

/** Call 16: what is typed goes through an IME, which must not set anything off (U14, R75). */
const { service, signIn, caller, deskOf } = await openCalls()
const open = async (loginId: string): Promise<Page> => {
  const page = await signIn(loginId)
  await page.getByRole('heading', { level: 1 }).first().waitFor()
  return page
}

/** A word under composition, as an IME holds it; what is typed goes to the IME and not to the page. */
class Ime {
  readonly #session: CDPSession
  constructor(session: CDPSession) {
    this.#session = session
  }
  compose(text: string): Promise<unknown> {
    return this.#session.send('Input.imeSetComposition', {
      text,
      selectionStart: text.length,
      selectionEnd: text.length,
    })
  }
  async key(key: string, code: string): Promise<void> {
    const event = { key, code, windowsVirtualKeyCode: 229, nativeVirtualKeyCode: 229 }
    await this.#session.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...event })
    await this.#session.send('Input.dispatchKeyEvent', { type: 'keyUp', ...event })
  }
  commit(text: string): Promise<unknown> {
    return this.#session.send('Input.insertText', { text })
  }
}

describe('while a word is being composed (U14, R75)', () => {
  it('nothing is opened, sent or switched; after it, it is', async () => {
    const customer = caller({ live: 0 })
    const page = await open('sato')
    const ime = new Ime(await page.context().newCDPSession(page))
    await page.keyboard.press('/')
    await ime.compose('すずき')
    await ime.key('Process', 'Enter')
    await page.waitForTimeout(400)
    expect(new URL(page.url()).pathname).toBe('/')
    // Nothing is asked of the engine for a word that is not there yet.
    expect(await page.getByRole('option').count()).toBe(0)
    await ime.commit(customer.customerNumber)
    await whenFound(page, new RegExp(customer.name))
    await page.keyboard.press('Enter')
    await page.getByLabel('氏名（必須）').waitFor()

    const name = page.getByLabel('氏名（必須）')
    await name.focus()
    await ime.compose('すずき')
    await ime.key('Process', 'Enter')
    await page.waitForTimeout(300)
    // The form was not sent: nothing has been compared.
    expect(await page.getByText('不一致').count()).toBe(0)
    for (const [key, code] of [
      ['n', 'KeyN'],
      ['/', 'Slash'],
      ['?', 'Slash'],
    ] as const)
      await ime.key(key, code)
    expect(await page.getByRole('dialog').count()).toBe(0)
    await ime.commit(customer.name)
    await page.keyboard.press('Enter')
    await page.getByText('一致 1／必要 3').waitFor()
    await page.context().close()
  })

  it('digits are kept in half width once a word stands, with the caret where it was, and names as typed (R75)', async () => {
    const page = await open('sato')
    await page.goto(`${service.console}/customers/${caller({ live: 0 }).id}`)
    const ime = new Ime(await page.context().newCDPSession(page))
    const phone = page.getByLabel(/^届出電話番号/)
    await phone.focus()
    await ime.compose('０９０ー')
    // The input method still has it: nothing is changed under its hands.
    expect(await phone.inputValue()).toBe('０９０ー')
    await ime.commit('０９０ー７８')
    await expect.poll(() => phone.inputValue()).toBe('090-78')
    for (let i = 0; i < 2; i += 1) await page.keyboard.press('ArrowLeft')
    await ime.compose('１２')
    expect(await phone.inputValue()).toBe('090-１２78')
    await ime.commit('１２')
    await expect.poll(() => phone.inputValue()).toBe('090-1278')
    await page.keyboard.type('34')
    expect(await phone.inputValue()).toBe('090-123478')
    const name = page.getByLabel('氏名（必須）')
    await name.fill('ＡＢＣ商事　１')
    expect(await name.inputValue()).toBe('ＡＢＣ商事　１')
    await page.context().close()
  })

  it('a customer at the counter types 合言葉 in Japanese, presses twice, and an old tab sends them again: set once', async () => {
    const desk = await deskOf('sato')
    const { id: customerId } = caller({ live: 0 })
    await atCounter(desk, customerId)
    const page = await open('sato')
    const stale = await page.context().newPage()
    for (const one of [page, stale]) {
      await one.goto(`${service.console}/customers/${customerId}`)
      await one.getByRole('button', { name: '合言葉を登録する' }).click()
      const ime = new Ime(await one.context().newCDPSession(one))
      await one.bringToFront()
      for (const [label, text] of [
        ['質問1', '母の旧姓'],
        ['答え1（お客さまが入力）', '佐藤'],
        ['質問2', '出身地'],
        ['答え2（お客さまが入力）', '秋田'],
        ['質問3', 'ペットの名前'],
        ['答え3（お客さまが入力）', 'ポチ'],
      ] as const) {
        const field = one.getByLabel(label)
        await field.focus()
        await ime.compose('かな')
        // Enter chooses a word in the IME, and sends nothing.
        await ime.key('Process', 'Enter')
        expect(await one.getByText('入力してください。').count()).toBe(0)
        await ime.commit(text)
        // An input method is off in a password field: the answers are masked in a field of text.
        const seen = await field.evaluate((input: HTMLInputElement) => [
          input.type,
          getComputedStyle(input).getPropertyValue('-webkit-text-security'),
        ])
        expect(seen).toEqual(['text', label.startsWith('答え') ? 'disc' : 'none'])
      }
    }
    await page.bringToFront()
    await page.getByRole('button', { name: '登録する', exact: true }).dblclick()
    await page.getByText('合言葉を登録しました。').waitFor()
    await stale.bringToFront()
    await stale.getByRole('button', { name: '登録する', exact: true }).click()
    await stale.getByText('合言葉を登録しました。').waitFor()
    // Nothing of them is left behind.
    await stale.getByRole('button', { name: '合言葉を登録する' }).click()
    expect(await stale.getByLabel('答え1（お客さまが入力）').inputValue()).toBe('')
    const { rows } = await (await deskOf('miura')).audit.list({
      ...{ actorKind: null, outcome: null, action: 'customers.setQuestions', text: '' },
      ...{ before: null, limit: 10 },
    })
    expect(rows.map(({ outcome }) => outcome)).toEqual(['done'])
    await page.context().close()
  })
})
