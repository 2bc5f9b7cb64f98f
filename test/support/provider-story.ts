import { exportJWK, generateKeyPair, type JWK } from 'jose'
import type { Page } from 'playwright-core'
import { inspectIn } from './inspect.ts'
import { consoleLooks, type Looks } from './looks.ts'
import type { OwnHouse } from './own-house.ts'
import type { TestProvider } from './provider-client.ts'
import type { DemoProvider } from './service-process.ts'

/** All of them where pictures are kept. */
const looks: Looks = process.env.SCREENSHOTS
  ? consoleLooks
  : [consoleLooks[0], { name: '1366-dark', width: 1366, height: 768, colorScheme: 'dark' }]
/** A state of a page, looked at: no axe violation, nothing clipped. */
export const see = (page: Page, name: string): Promise<void> =>
  inspectIn(page, looks, `life-${name}`, { fullPage: true, clips: true })

/** A step of a case, by its name. */
export const step = (page: Page, name: string) => page.getByRole('listitem', { name, exact: true })
export const press = (page: Page, name: string | RegExp): Promise<void> =>
  page.getByRole('button', { name, exact: true }).click()
/** In the dialog that is open. */
export const answer = (page: Page, name: string): Promise<void> =>
  page.locator('[role=dialog], [role=alertdialog]').getByRole('button', { name }).click()

/** What is made is read from the download. */
export async function downloaded(page: Page, act: () => Promise<unknown>): Promise<Buffer> {
  const [file] = await Promise.all([page.waitForEvent('download'), act()])
  const chunks: Buffer[] = []
  for await (const chunk of await file.createReadStream()) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

export interface KeyOfProvider {
  publicJwk: JWK
  privateJwk: DemoProvider['privateJwk']
}
export async function keyOf(alg: 'ES256' | 'PS256', kid: string): Promise<KeyOfProvider> {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true })
  const named = { kid, alg, use: 'sig' }
  return {
    publicJwk: { ...(await exportJWK(publicKey)), ...named },
    privateJwk: { ...(await exportJWK(privateKey)), ...named } as never,
  }
}

/** A provider's server that refreshes again and again, as long as the story goes on: each refusal is kept. */
export class Heartbeat {
  readonly refusals: string[] = []
  beats = 0
  #on = true
  readonly #done: Promise<void>

  /** @param client whose key it signs with at the time of each beat */
  constructor(client: () => TestProvider, token: string) {
    this.#done = this.#beat(client, token)
  }

  async #beat(client: () => TestProvider, token: string): Promise<void> {
    while (this.#on) {
      await client()
        .refresh(token)
        .catch((error: unknown) => this.refusals.push(String((error as Error).message)))
      this.beats += 1
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }

  async stop(): Promise<void> {
    this.#on = false
    await this.#done
  }
}

/** Publishes what the registry says now, in the browser. @returns the CSV that the page hands out */
export async function publishes(page: Page, house: OwnHouse): Promise<string> {
  await page.goto(`${house.service.console}/providers/publication`)
  await press(page, '公表する')
  await page.getByRole('dialog').getByText('誰でも読めるようにする').click()
  await answer(page, '公表する')
  await page.getByText('公表しました').waitFor()
  const csv = await downloaded(page, () =>
    page
      .getByRole('button', { name: /の公表をCSVで保存/ })
      .first()
      .click(),
  )
  return csv.toString()
}
