import type { Page } from 'playwright-core'
import { whenFound } from './console-page.ts'
import type { Story } from './story.ts'

/**
 * A person at the keyboard. What acts counts as an interaction: a button, a row or an option that is activated, and a choice
 * made in a list. Typing, and moving with Tab and arrows, does not.
 */
export class Keys {
  readonly page: Page
  interactions = 0
  /** Every key that types nothing. */
  controls = 0
  constructor(page: Page) {
    this.page = page
  }
  async press(key: string): Promise<void> {
    this.controls += 1
    await this.page.keyboard.press(key)
  }
  focused(): Promise<string> {
    return this.page.evaluate(() => {
      const at = document.activeElement as HTMLElement | null
      if (!at || at === document.body) return ''
      const labelled = at.getAttribute('aria-labelledby')?.split(' ') ?? []
      const label = labelled.map((id) => document.getElementById(id)?.innerText ?? '').join(' ')
      const own = (at as HTMLInputElement).labels?.[0]?.innerText ?? ''
      return label || own || at.innerText || at.getAttribute('aria-label') || ''
    })
  }
  async to(name: RegExp, most = 80): Promise<void> {
    for (let i = 0; i < most; i += 1) {
      if (name.test(await this.focused())) return
      await this.press('Tab')
    }
    throw new Error(`no focus on ${name}; at ${await this.focused()}`)
  }
  async fill(name: RegExp, text: string): Promise<void> {
    await this.to(name)
    await this.page.keyboard.type(text)
  }
  async act(key: 'Enter' | 'Space' | 'r' | '1' | 'Alt+e' | 'Alt+y'): Promise<void> {
    this.interactions += 1
    await this.press(key)
  }
  async find(text: string, option: RegExp): Promise<void> {
    await this.press('/')
    await this.page.keyboard.type(text)
    await whenFound(this.page, option)
    await this.act('Enter')
    await this.page.getByRole('region', { name: '受付', exact: true }).waitFor()
  }
}

/** Signed in, at きょう, with the focus on nothing. */
export async function atKeys({ signIn }: Story, loginId: string): Promise<Keys> {
  const page = await signIn(loginId)
  await page.getByRole('heading', { name: 'きょう' }).waitFor()
  await page.getByRole('heading', { name: 'きょう' }).click()
  return new Keys(page)
}
