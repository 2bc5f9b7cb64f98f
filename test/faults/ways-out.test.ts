import { execFileSync } from 'node:child_process'
import {
  appendFileSync,
  chmodSync,
  closeSync,
  cpSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import SQLite from 'better-sqlite3'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { migrations } from '../../src/main/db/migrations.ts'
import { openDatabase } from '../../src/main/db/open.ts'
import { runCommand } from '../support/command.ts'
import { openDesk } from '../support/desk-client.ts'
import { removeFolder, startService, temporaryFolder } from '../support/service-process.ts'
import { canMount, SmallDisk } from '../support/small-disk.ts'

/** docs/operations.md, followed word by word on a folder that is broken. */
const text = readFileSync(join(import.meta.dirname, '../../docs/operations.md'), 'utf8')

const newest = migrations.at(-1)?.id ?? 0

/** What its letters stand for; `whole` is a folder that runs, which each test breaks a copy of. */
let place: string
let whole: string
let names: Record<string, string>
let recipient = ''
let walked = 0

beforeAll(async () => {
  place = temporaryFolder()
  const K = join(place, 'K')
  const identity = join(place, 'identity.txt')
  runCommand('keys-make', ['--data-key', K])
  recipient =
    /age1\w+/.exec(runCommand('keys-make', ['--backup-identity', identity]).stdout)?.[0] ?? ''
  const demo = await startService()
  whole = demo.folder
  await demo.stop()
  await (await startService(['--key-file', K], whole)).stop()
  const to = join(place, 'backups')
  mkdirSync(to)
  const args = ['--data-dir', whole, '--to', to, '--recipient', recipient, '--key-file', K]
  expect(runCommand('backup', args)).toMatchObject({ status: 0 })
  const BACKUP = join(to, readdirSync(to)[0] ?? '')
  // What the backup does not know.
  await (await startService(['--key-file', K], whole)).stop()
  names = { K, BACKUP, 'identity.txt': identity }
})
afterAll(() => {
  removeFolder(place)
  removeFolder(whole)
})
beforeEach(() => {
  walked += 1
  const [D, NEW, K2] = ['D', 'NEW', 'K2'].map((name) => join(place, `${name}-${walked}`))
  names = { ...names, D: D ?? '', NEW: NEW ?? '', K2: K2 ?? '' }
  cpSync(whole, names.D ?? '', { recursive: true })
})

const named = (line: string): string =>
  line.replace(/\b(identity\.txt|BACKUP|NEW|K2|K|D)\b/g, (name) => names[name] ?? name)
const file = (name: string): string => named(`D/${name}`)

/** A line of the document, done as it stands there. @returns the exit code */
async function follow(line: string): Promise<number | null> {
  expect(text).toContain(`\`${line}\``)
  const [npm, run, name = '', dashes, ...args] = named(line).split(' ')
  if (npm !== 'npm') {
    execFileSync('sh', ['-c', named(line)])
    return 0
  }
  expect([run, dashes]).toEqual(['run', '--'])
  if (name !== 'serve') return runCommand(name.replace(':', '-'), args).status
  return started(args[1] ?? '', args.slice(2))
}

/** What the last start said. */
let said = ''
/** @returns 0 where it starts and stops, or the code with which it is refused */
const started = (folder: string, args: string[]): Promise<number | null> =>
  startService(args, folder, false).then(
    async (service) => {
      const code = await service.stop()
      said = service.stderr()
      return code
    },
    (error: { exitCode: number; stderr: string }) => {
      said = error.stderr
      return error.exitCode
    },
  )
const start = (args = ['--key-file', names.K ?? '']) => started(names.D ?? '', args)

/** 復元, all of it. */
async function restore(): Promise<void> {
  expect(await follow('npm run keys:make -- --data-key K2')).toBe(0)
  const line =
    'npm run restore -- --from BACKUP --data-dir NEW --identity-file identity.txt --key-file K2 --since D'
  expect(await follow(line)).toBe(0)
  expect(readdirSync(named('NEW')).some((name) => /^restored-.*\.json$/.test(name))).toBe(true)
  expect(await follow('npm run audit:verify -- --data-dir NEW --key-file K2')).toBe(0)
  expect(await follow('npm run serve -- --data-dir NEW --key-file K2'), said).toBe(0)
}

describe('out of a start that is refused', () => {
  it('13, damage: 復元', async () => {
    const data = openSync(file('renkei.db'), 'r+')
    for (let page = 40; page < 60; page += 1)
      writeSync(data, Buffer.alloc(64, 255), 0, 64, page * 4_096)
    closeSync(data)
    expect(await start()).toBe(13)
    await follow('cp -a D D.saved')
    await restore()
  })

  it.skipIf(!canMount)('10, a disk that has become read-only: 復元 to another', async () => {
    using disk = new SmallDisk(120)
    cpSync(whole, disk.folder, { recursive: true })
    names = { ...names, D: disk.folder }
    execFileSync('mount', ['-o', 'remount,ro', join(disk.folder, '..')])
    expect(await start()).toBe(10)
    await restore()
  })

  it.skipIf(!canMount)('14, no space: what is not the folder’s own is moved away', async () => {
    using disk = new SmallDisk(120)
    cpSync(whole, disk.folder, { recursive: true })
    rmSync(join(disk.folder, 'reserve'), { force: true })
    names = { ...names, D: disk.folder }
    disk.fill()
    expect(await start()).toBe(14)
    disk.free()
    expect(await start()).toBe(0)
  })

  it('16, the keys of another folder, or none: those of this one, or 復元', async () => {
    const own = `${named('D')}.keys`
    renameSync(file('keys.json'), own)
    expect(await start()).toBe(16)
    cpSync(own, file('keys.json'))
    expect(await start()).toBe(0)
    rmSync(file('keys.json'))
    expect(await start()).toBe(16)
    await restore()
  })

  it('18, an older database: the newer one, or the head that tells of it set aside', async () => {
    const older = readFileSync(file('renkei.db'))
    expect(await start()).toBe(0)
    renameSync(file('renkei.db'), file('newer'))
    appendFileSync(file('renkei.db'), older, { mode: 0o600 })
    expect(await start()).toBe(18)
    renameSync(file('newer'), file('renkei.db'))
    expect(await start()).toBe(0)
    rmSync(file('renkei.db'))
    appendFileSync(file('renkei.db'), older, { mode: 0o600 })
    expect(await start()).toBe(18)
    await follow('mv D/audit-head D.audit-head')
    expect(await start()).toBe(0)
  })

  it('19, a folder that others can read', async () => {
    chmodSync(named('D'), 0o1777)
    expect(await start()).toBe(19)
    await follow('chmod 700 D')
    expect(await start()).toBe(0)
  })

  it('20, no database: put back, or 復元', async () => {
    renameSync(file('renkei.db'), file('away'))
    expect(await start()).toBe(20)
    renameSync(file('away'), file('renkei.db'))
    expect(await start()).toBe(0)
    rmSync(file('renkei.db'))
    expect(await start()).toBe(20)
    await restore()
  })

  it('21, no key: with it', async () => {
    expect(await start([])).toBe(21)
    expect(await start()).toBe(0)
  })

  it('22 and 23, a backup and a restore to no good place', async () => {
    const backup = (to: string): number | null =>
      runCommand('backup', [
        ...['--data-dir', named('D'), '--key-file', named('K'), '--to', to],
        ...['--recipient', recipient],
      ]).status
    expect(backup(join(place, 'not-there', 'backup.age'))).toBe(22)
    expect(backup(join(place, 'backup.age'))).toBe(0)
    mkdirSync(join(named('NEW'), 'something'), { recursive: true })
    const line = `--from BACKUP --data-dir NEW --identity-file identity.txt --key-file K`
    expect(runCommand('restore', named(line).split(' ')).status).toBe(23)
  })

  it('24, another program has the database: not any more', async () => {
    const other = new SQLite(file('renkei.db'))
    other.pragma('locking_mode = EXCLUSIVE')
    other.exec('BEGIN EXCLUSIVE')
    expect(await start()).toBe(24)
    other.exec('ROLLBACK')
    other.close()
    expect(await start()).toBe(0)
  })

  it('11, another one has the folder; 15, the port: that one is ended, or another port named', async () => {
    const first = await startService(['--key-file', named('K')], named('D'), false)
    expect(await start()).toBe(11)
    const port = new URL(first.issuer).port
    const other = `${named('D')}.other`
    cpSync(whole, other, { recursive: true })
    const beside = (given: string) =>
      started(other, ['--key-file', named('K'), '--provider-port', given])
    expect(await beside(port)).toBe(15)
    expect(await beside('0')).toBe(0)
    expect(await first.stop()).toBe(0)
    expect(await start()).toBe(0)
  })
})

describe('out of a start that is refused for how it is asked, or for a newer program’s folder', () => {
  it('2, an option that there is not: the option mended', async () => {
    expect(await start(['--key-fil', named('K')])).toBe(2)
    expect(await start()).toBe(0)
  })

  it('12, a newer program had it: that program, or the folder from before in a place of its own', async () => {
    const next = { id: newest + 1, name: 'next', sql: 'CREATE TABLE later (id INTEGER) STRICT;' }
    openDatabase(named('D'), () => {}, [...migrations, next]).db.close()
    expect(await start()).toBe(12)
    const former = `${named('D')}.former`
    renameSync(file(`before-upgrade-${newest}`), former)
    expect(await started(former, ['--key-file', named('K')])).toBe(0)
  })

  it('17, --demo on data of one’s own: without it, or another folder', async () => {
    const [own, key] = [`${named('D')}.own`, `${named('D')}.own-key`]
    runCommand('keys-make', ['--data-key', key])
    const real = await startService(['--key-file', key], own, false)
    await expect.poll(real.stderr).toMatch(/コード: /)
    await openDesk(real.console).desk.setup.run({
      code: /コード: (\S+)/.exec(real.stderr())?.[1] ?? '',
      institution: { code: '2075', name: '本番信用組合', phone: '018-000-0000' },
      admin: { loginId: 'miura', name: '三浦 京子', password: 'counting-lemons-by-the-sea' },
    })
    expect(await real.stop()).toBe(0)
    expect(await started(own, ['--key-file', key, '--demo'])).toBe(17)
    expect(await started(own, ['--key-file', key])).toBe(0)
    expect(await started(`${named('D')}.empty`, ['--demo'])).toBe(0)
  })
})

describe('out of an alarm', () => {
  it('an entry of the audit was changed: audit:verify names it, and the service goes on', async () => {
    const db = new SQLite(file('renkei.db'))
    const id = db.prepare('SELECT min(id) + 2 FROM auditEntries').pluck().get()
    db.exec(
      `DROP TRIGGER auditEntriesNoUpdate; UPDATE auditEntries SET actorName = 'x' WHERE id = ${id}`,
    )
    db.close()
    const line = 'npm run audit:verify -- --data-dir D --key-file K'
    expect(await follow(line)).toBe(1)
    const { stdout } = runCommand('audit-verify', named(line).split(' ').slice(4))
    expect(stdout).toContain(`${id}番`)
    expect(await start()).toBe(0)
  })

  it('the clear keys are wrapped', async () => {
    const clear = await startService()
    await clear.stop()
    names = { ...names, D: clear.folder, K: `${named('D')}.key` }
    expect(await follow('npm run keys:make -- --data-key K')).toBe(0)
    expect(await start()).toBe(0)
    expect(await start([])).toBe(21)
    removeFolder(clear.folder)
  })
})
