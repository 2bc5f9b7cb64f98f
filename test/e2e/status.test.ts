import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it, onTestFinished } from 'vitest'
import { startService } from '../support/service-process.ts'
import { openStory } from '../support/story.ts'

const { service, signIn } = await openStory()

it('きょう is shown at once: no part that comes late moves another away under the hand', async () => {
  const page = await signIn('miura')
  const late = new Set(['publication/standing', 'cases/list', 'traffic/bursts'])
  const answered: string[] = []
  await page.route('**/rpc/**', async (route) => {
    const name = new URL(route.request().url()).pathname.replace('/rpc/', '')
    if (late.has(name)) await sleep(500)
    await route.continue()
  })
  page.on('response', (response) => {
    const name = new URL(response.url()).pathname.replace('/rpc/', '')
    if (late.has(name)) answered.push(name)
  })
  await page.goto(service.console)
  const link = page.getByRole('link', { name: /検印待ち/ })
  await link.waitFor()
  const place = await link.boundingBox()
  await expect.poll(() => new Set(answered)).toEqual(late)
  await page.waitForTimeout(300)
  expect(await link.boundingBox()).toEqual(place)
})

it('the status line says when the engine is silent or gone, since when, and follows its return by itself (U24)', async () => {
  const page = await signIn('sato')
  const running = page.getByText('サーバー稼働中')
  const lost = page.getByText(
    /サーバーと通信できません（最後の確認 \d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d）/,
  )
  service.child.kill('SIGSTOP')
  await lost.waitFor()
  expect(await running.count()).toBe(0)
  service.child.kill('SIGCONT')
  await running.waitFor()
  await service.kill()
  await lost.waitFor()
  const again = ['--console-port', new URL(service.console).port]
  const back = await startService(again, service.folder)
  onTestFinished(() => back.stop().then(() => {}))
  await running.waitFor()
  expect(await lost.count()).toBe(0)
  // Who was signed in still is, on the page that was open.
  expect(await page.getByText('佐藤 花子').count()).toBeGreaterThan(0)
})
