import { expect, it } from 'vitest'
import { openBrowser } from '../support/browser.ts'
import { signIn } from '../support/console-page.ts'
import { removeFolder, startService } from '../support/service-process.ts'

it('the status line says when the engine is silent or gone, since when, and follows its return by itself', async () => {
  let service = await startService()
  const browser = await openBrowser()
  try {
    const page = await signIn(browser, service, 'sato', [])
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
    service = await startService(['--console-port', new URL(service.console).port], service.folder)
    await running.waitFor()
    expect(await lost.count()).toBe(0)
    // Who was signed in still is, on the page that was open.
    expect(await page.getByText('佐藤 花子').count()).toBeGreaterThan(0)
  } finally {
    await browser.close()
    await service.stop()
    removeFolder(service.folder)
  }
})
