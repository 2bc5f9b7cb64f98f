import { chmodSync, cpSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { runCommand } from '../support/command.ts'
import { removeFolder, startService, temporaryFolder } from '../support/service-process.ts'

let place: string
beforeEach(() => {
  place = temporaryFolder()
})
afterEach(() => removeFolder(place))

const make = (name: string): string => {
  const path = join(place, name)
  expect(runCommand('keys-make', ['--data-key', path]).status).toBe(0)
  return path
}
const refusedWith = async (args: string[], folder: string): Promise<[number, string]> => {
  const { exitCode, stderr } = await startService(args, folder, false).then(
    async (service) => ({ exitCode: await service.stop(), stderr: 'started' }),
    (error: { exitCode: number; stderr: string }) => error,
  )
  return [Number(exitCode), stderr]
}

it('a data folder whose key lies elsewhere opens with that key alone, by option or by credential', async () => {
  const key = make('key')
  expect(statSync(key).mode & 0o777).toBe(0o600)
  const again = runCommand('keys-make', ['--data-key', key])
  expect([again.status, again.stderr]).toEqual([2, expect.stringContaining('すでにあります')])
  const folder = join(place, 'data')
  // The first start without a key: keys.json in clear, converted by the next one.
  await (await startService([], folder, false)).stop()
  const plain = JSON.parse(readFileSync(join(folder, 'keys.json'), 'utf8'))
  await (await startService(['--key-file', key], folder, false)).stop()
  expect(readFileSync(join(folder, 'keys.json'), 'utf8')).not.toContain(plain.pepper)

  const copied = join(place, 'copied')
  cpSync(folder, copied, { recursive: true })
  expect(await refusedWith([], copied)).toEqual([21, expect.stringContaining('--key-file')])
  expect(await refusedWith(['--key-file', make('other')], copied)).toEqual([
    21,
    expect.stringContaining('開けません'),
  ])
  expect(await refusedWith(['--key-file', join(place, 'nowhere')], copied)).toEqual([
    21,
    expect.stringContaining('読めません'),
  ])

  const alone = runCommand('audit-verify', ['--data-dir', folder])
  expect([alone.status, alone.stdout]).toEqual([21, expect.stringContaining('確かめていません')])
  const verified = runCommand('audit-verify', ['--data-dir', folder, '--key-file', key])
  expect([verified.status, verified.stdout]).toEqual([0, expect.stringContaining('audit-head')])

  const credentials = join(place, 'credentials')
  mkdirSync(credentials)
  cpSync(key, join(credentials, 'renkei-data-key'))
  const env = { CREDENTIALS_DIRECTORY: credentials }
  expect(runCommand('audit-verify', ['--data-dir', folder], env).status).toBe(0)
})

it('a key file is refused where it protects nothing', async () => {
  const folder = join(place, 'data')
  mkdirSync(folder)
  const key = make('key')
  const verify = (path: string) => refusedWith(['--key-file', path], folder)
  chmodSync(key, 0o644)
  expect(await verify(key)).toEqual([2, expect.stringContaining('chmod 600')])
  const short = join(place, 'short')
  writeFileSync(short, 'a-password\n', { mode: 0o600 })
  expect(await verify(short)).toEqual([2, expect.stringContaining('短すぎます')])
  const inside = join(folder, 'key')
  cpSync(short, inside)
  expect(await verify(inside)).toEqual([2, expect.stringContaining('外に置いて')])
})
