import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import SQLite from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runCommand } from '../support/command.ts'
import { openDesk } from '../support/desk-client.ts'
import { linkToCode, redeem, refresh } from '../support/protocol.ts'
import { endAtCounter } from '../support/request-steps.ts'
import {
  type DemoCustomer,
  type DemoProvider,
  removeFolder,
  startService,
  temporaryFolder,
} from '../support/service-process.ts'

let place: string
let data: string
let identity: string
let recipient: string
let dataKey: string
/** A sound backup of `data`, made while the service ran. */
let backup: string
beforeAll(() => {
  place = temporaryFolder()
  data = join(place, 'data')
  identity = join(place, 'identity.txt')
  const made = runCommand('keys-make', ['--backup-identity', identity])
  recipient = /age1[a-z0-9]+/.exec(made.stdout)?.[0] ?? ''
  dataKey = join(place, 'data-key')
  runCommand('keys-make', ['--data-key', dataKey])
})
afterAll(() => removeFolder(place))

const target = (name: string): string => {
  const folder = join(place, name)
  mkdirSync(folder, { recursive: true })
  return folder
}
const backupTo = (to: string, from = data) => [
  ...['--data-dir', from, '--to', to, '--recipient', recipient, '--key-file', dataKey],
]
const restoreTo = (folder: string, from = backup, ...more: string[]) =>
  runCommand('restore', [
    ...['--from', from, '--data-dir', folder, '--identity-file', identity],
    ...['--key-file', dataKey, ...more],
  ])

it('rehearsal: a backup of a running service, put back elsewhere after the machine died: what was revoked before stays revoked, what was revoked since is told', async () => {
  const key = ['--key-file', dataKey]
  const service = await startService(key, data)
  const port = new URL(service.issuer).port
  const provider = service.demo.providers[1] as DemoProvider
  const link = async (n: number) => {
    const customer = service.demo.customers[n] as DemoCustomer
    const code = await linkToCode(service.issuer, provider, customer)
    const { body } = await redeem(service.issuer, provider, code)
    return { id: Number(customer.customerNumber), token: String(body.refresh_token) }
  }
  const before = await link(0)
  const since = await link(1)
  const { desk } = openDesk(service.console)
  const clerk = service.demo.staff.find((one) => one.role === 'clerk')
  await desk.staff.signIn({ loginId: clerk?.loginId ?? '', password: clerk?.password ?? '' })
  await endAtCounter(desk, before.id)

  const to = target('backups')
  const made = runCommand('backup', backupTo(to))
  expect([made.status, made.stdout]).toEqual([0, expect.stringContaining('確かめました')])
  const [name = ''] = readdirSync(to)
  backup = join(to, name)
  expect(readdirSync(to)).toEqual([expect.stringMatching(/^renkei-\d{8}-\d{6}\.tar\.gz\.age$/)])
  expect(readFileSync(backup).subarray(0, 21).toString()).toBe('age-encryption.org/v1')
  expect(existsSync(join(data, 'backup-work'))).toBe(false)

  const after = await endAtCounter(desk, since.id)
  expect((await refresh(service.issuer, provider, since.token)).status).not.toBe(200)
  // The journal follows within a tenth of a second, with the beginning of the request maybe before its act.
  await expect
    .poll(() =>
      readdirSync(join(data, 'journal'))
        .map((day) => readFileSync(join(data, 'journal', day), 'utf8'))
        .join(),
    )
    .toMatch(new RegExp(`${after.number}[^]*"grants\\.revoke"`))
  await service.kill()

  const folder = join(place, 'restored')
  const restored = restoreTo(folder, backup, '--since', data)
  expect([restored.status, restored.stderr]).toEqual([0, ''])
  const customerNumber = String(since.id).padStart(7, '0')
  expect(restored.stdout).toMatch(
    new RegExp(`もう一度解除.*: 1件\\n.*${customerNumber}.*連携を解除`),
  )
  // One request, with each of its acts.
  expect(restored.stdout).toMatch(
    new RegExp(`失われた受付: 1件\\n.*${after.number}.*、手続きを実行`),
  )

  const again = await startService(['--provider-port', port, ...key], folder, false)
  expect((await refresh(again.issuer, provider, before.token)).status).not.toBe(200)
  expect((await refresh(again.issuer, provider, since.token)).status).toBe(200)
  expect(await again.stop()).toBe(0)
  const verified = runCommand('audit-verify', ['--data-dir', folder, ...key])
  expect([verified.status, verified.stdout]).toEqual([
    0,
    expect.stringContaining('audit-signed）と一致'),
  ])
})

describe('restore', () => {
  it('overwrites nothing', () => {
    const folder = target('occupied')
    writeFileSync(join(folder, 'mine.txt'), 'mine')
    const { status, stderr } = restoreTo(folder)
    expect([status, stderr]).toEqual([23, expect.stringContaining('空ではありません')])
    expect(readdirSync(folder)).toEqual(['mine.txt'])
  })

  it.each<[string, (bytes: Buffer) => Buffer]>([
    ['a backup that was cut off', (bytes) => bytes.subarray(0, bytes.length - 1_000)],
    [
      'a changed byte',
      (bytes) => {
        bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1
        return bytes
      },
    ],
  ])('refuses %s and leaves no folder', (_, change) => {
    const spoiled = join(place, 'spoiled.age')
    writeFileSync(spoiled, change(readFileSync(backup)))
    const folder = join(place, 'from-spoiled')
    const { status, stderr } = restoreTo(folder, spoiled)
    expect([status, stderr]).toEqual([23, expect.stringContaining('開けません')])
    expect([folder, `${folder}.restoring`].filter(existsSync)).toEqual([])
  })

  it('opens with the identity alone', () => {
    const other = join(place, 'other.txt')
    runCommand('keys-make', ['--backup-identity', other])
    const folder = join(place, 'wrong')
    const { status } = runCommand('restore', [
      ...['--from', backup, '--data-dir', folder, '--identity-file', other],
    ])
    expect(status).toBe(23)
    expect(existsSync(folder)).toBe(false)
  })
})

describe('backup', () => {
  it('needs a recipient, and says what is wrong with one', () => {
    const to = target('unused')
    const without = runCommand('backup', ['--data-dir', data, '--to', to])
    expect([without.status, without.stderr]).toEqual([2, expect.stringContaining('--recipient')])
    const odd = runCommand('backup', ['--data-dir', data, '--to', to, '--recipient', 'age1nobody'])
    expect([odd.status, odd.stderr]).toEqual([2, expect.stringContaining('keys:make')])
    expect(readdirSync(to)).toEqual([])
  })

  it('of an audit that was changed is refused, and nothing is left', () => {
    const spoiled = join(place, 'spoiled')
    cpSync(data, spoiled, { recursive: true })
    const db = new SQLite(join(spoiled, 'renkei.db'))
    db.exec(
      "DROP TRIGGER auditEntriesNoUpdate; UPDATE auditEntries SET actorName = 'x' WHERE id = 2",
    )
    db.close()
    const to = target('of-spoiled')
    const { status, stderr } = runCommand('backup', backupTo(to, spoiled))
    expect([status, stderr]).toEqual([22, expect.stringContaining('entry 2')])
    expect(readdirSync(to)).toEqual([])
    expect(existsSync(join(spoiled, 'backup-work'))).toBe(false)
  })
})

describe('killed at any moment', () => {
  /**
   * Lets the command come to its end once, then kills it at each sixth of that time, and lets it come to its end again.
   * @param look at what there is and takes it away; not after the last time
   * @returns how many it was killed in
   */
  const killing = async (name: string, args: string[], look: () => void): Promise<number> => {
    const script = join(import.meta.dirname, '../../src/main/commands', `${name}.ts`)
    const begin = () => {
      const child = spawn(process.execPath, [script, ...args], { stdio: 'ignore' })
      return { child, ended: once(child, 'exit') as Promise<[number | null]> }
    }
    const begun = performance.now()
    expect((await begin().ended)[0]).toBe(0)
    const wholeMs = performance.now() - begun
    let killed = 0
    for (let sixth = 1; sixth <= 6; sixth += 1) {
      look()
      const { child, ended } = begin()
      const end = await Promise.race([ended, sleep((wholeMs * sixth) / 6)])
      if (end) expect(end[0]).toBe(0)
      else {
        child.kill('SIGKILL')
        await ended
        killed += 1
      }
    }
    look()
    expect((await begin().ended)[0]).toBe(0)
    return killed
  }

  // Whatever has the name of a backup or of the data folder is whole, also when the kill came right after it got it.
  it('a backup leaves no file that looks like one and is none, and the next run clears what is left', async () => {
    const to = target('killed')
    const backups = () => readdirSync(to).filter((name) => name.endsWith('.age'))
    const folder = join(place, 'from-killed')
    const whole = () => {
      for (const name of backups()) {
        expect(restoreTo(folder, join(to, name)).status).toBe(0)
        rmSync(folder, { recursive: true })
        rmSync(join(to, name))
      }
    }
    expect(await killing('backup', backupTo(to), whole)).toBeGreaterThan(2)
    expect(backups()).toHaveLength(1)
    expect(readdirSync(to)).toEqual(backups())
    expect(existsSync(join(data, 'backup-work'))).toBe(false)
    whole()
  })

  it('a restore leaves no data folder, and the next run makes a whole one', async () => {
    const folder = join(place, 'killed-restore')
    const args = ['--from', backup, '--data-dir', folder, '--identity-file', identity]
    const whole = () => {
      if (!existsSync(folder)) return
      expect(runCommand('audit-verify', ['--data-dir', folder]).status).toBe(0)
      rmSync(folder, { recursive: true })
    }
    expect(await killing('restore', args, whole)).toBeGreaterThan(2)
    expect(existsSync(`${folder}.restoring`)).toBe(false)
    expect(runCommand('audit-verify', ['--data-dir', folder]).status).toBe(0)
  })
})
