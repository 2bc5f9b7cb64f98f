import { cpSync, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type DesktopHost, startDesktop, until } from '../support/desktop-host.ts'
import { removeFolder, temporaryFolder } from '../support/service-process.ts'

/** STAND_IN_STORE is the operating system's store of one person on one machine. */
let place: string
let host: DesktopHost | undefined
beforeEach(() => {
  place = temporaryFolder()
})
afterEach(async () => {
  await host?.close()
  removeFolder(place)
})

const start = async (folder: string, store?: string): Promise<DesktopHost> => {
  await host?.close()
  const args = ['--data-dir', folder, '--provider-port', '0']
  host = await startDesktop(args, store === undefined ? {} : { STAND_IN_STORE: store })
  return host
}
const keys = (folder: string) => JSON.parse(readFileSync(join(folder, 'keys.json'), 'utf8'))

it('the desktop wraps keys.json by the store of the operating system; another person’s store does not open a copy', async () => {
  const folder = join(place, 'data')
  // Without a store the keys are in clear, and are wrapped at the first start with one.
  await start(folder)
  await until(() => existsSync(join(folder, 'audit-head')))
  const plain = keys(folder)
  expect(plain.version).toBe(1)
  await start(folder, '7')
  await until(() => keys(folder).version === 2)
  expect(readFileSync(join(folder, 'keys.json'), 'utf8')).not.toContain(plain.pepper)
  await (host as DesktopHost).close()
  const copied = join(place, 'copied')
  cpSync(folder, copied, { recursive: true, filter: (path) => !path.includes('desktop') })
  const other = await start(copied, '9')
  expect(await other.dialog()).toContain('鍵ファイル')
  expect(await other.exit).toBe(21)
})
