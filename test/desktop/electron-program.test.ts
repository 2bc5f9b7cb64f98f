import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { electronProgram, NoElectron } from '../../src/main/electron-program.ts'
import { removeFolder, temporaryFolder } from '../support/service-process.ts'

const root = join(import.meta.dirname, '../..')
const { version } = JSON.parse(
  readFileSync(join(root, 'node_modules/electron/package.json'), 'utf8'),
) as { version: string }
const archive = `electron-v${version}-${process.platform}-${process.arch}.zip`

/** An archive of small files, not compressed (PKWARE APPNOTE 4.3). */
function zip(files: Record<string, string>): Buffer {
  const heads: Buffer[] = []
  const bodies: Buffer[] = []
  let at = 0
  for (const [name, text] of Object.entries(files)) {
    const fields = Buffer.alloc(26)
    fields.writeUInt16LE(20, 0)
    fields.writeUInt32LE(crc32(text), 10)
    fields.writeUInt32LE(text.length, 14)
    fields.writeUInt32LE(text.length, 18)
    fields.writeUInt16LE(name.length, 22)
    const body = Buffer.concat([Buffer.from('PK\x03\x04'), fields, Buffer.from(name + text)])
    const place = Buffer.alloc(14)
    place.writeUInt32LE((0o100755 << 16) >>> 0, 6)
    place.writeUInt32LE(at, 10)
    heads.push(Buffer.from('PK\x01\x02'), Buffer.from([20, 3]), fields, place, Buffer.from(name))
    bodies.push(body)
    at += body.length
  }
  const end = Buffer.alloc(18)
  end.writeUInt16LE(Object.keys(files).length, 4)
  end.writeUInt16LE(Object.keys(files).length, 6)
  const directory = Buffer.concat(heads)
  end.writeUInt32LE(directory.length, 8)
  end.writeUInt32LE(at, 12)
  return Buffer.concat([...bodies, directory, Buffer.from('PK\x05\x06'), end])
}
const program = zip({
  electron: '#!/bin/sh\nexit 0\n',
  version,
  'resources/filler': 'x'.repeat(50_000),
})

let folder: string
let electron: string
let said: string[]
let asked: string[]
let mirror: Server | undefined

/** The package as npm installs it, but one that expects the archive of this test. */
beforeEach(() => {
  folder = temporaryFolder()
  electron = join(folder, 'electron')
  mkdirSync(electron)
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  for (const name of ['package.json', 'install.js'])
    writeFileSync(join(electron, name), readFileSync(join(root, 'node_modules/electron', name)))
  const sum = createHash('sha256').update(program).digest('hex')
  writeFileSync(join(electron, 'checksums.json'), JSON.stringify({ [archive]: sum }))
  vi.stubEnv('electron_config_cache', join(folder, 'cache'))
  vi.stubEnv('ELECTRON_OVERRIDE_DIST_PATH', '')
  said = []
  asked = []
})
afterEach(async () => {
  vi.unstubAllEnvs()
  mirror?.closeAllConnections()
  await new Promise((resolve) => (mirror ? mirror.close(resolve) : resolve(undefined)))
  mirror = undefined
  removeFolder(folder)
})

/** A mirror on loopback, named as README says. */
async function serve(answer: RequestListener): Promise<void> {
  const server = createServer((request, response) => {
    asked.push(request.url ?? '')
    answer(request, response)
  })
  mirror = server
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  vi.stubEnv('ELECTRON_MIRROR', `http://127.0.0.1:${port}/electron`)
}
const get = (patienceMs?: number) =>
  electronProgram(electron, (text) => said.push(text), patienceMs)
const refusal = (patienceMs?: number): Promise<unknown> =>
  get(patienceMs).then(
    () => 'got it',
    (error: unknown) => (error instanceof NoElectron ? error.message : error),
  )

describe("Electron's program", () => {
  it('comes once from the mirror that ELECTRON_MIRROR names, says how far it is, and runs', async () => {
    await serve((_, response) => {
      response.writeHead(200, { 'content-length': program.length })
      response.write(program.subarray(0, program.length / 2))
      setImmediate(() => response.end(program.subarray(program.length / 2)))
    })
    const path = await get()
    expect(asked).toEqual([`/electron/v${version}/${archive}`])
    expect(readFileSync(join(root, 'README.md'), 'utf8')).toContain(
      `v${version}/electron-v${version}-win32-x64.zip`,
    )
    expect(said.at(0)).toContain('取り寄せています')
    expect(said.at(-1)).toContain('100%')
    const ended = new Promise((resolve) => spawn(path).once('exit', resolve))
    expect(await ended).toBe(0)
    expect(await get()).toBe(path)
    expect(asked).toHaveLength(1)
  })

  it('is fetched anew when the installed one is of another version or was not unpacked to the end', async () => {
    await serve((_, response) => response.end(program))
    mkdirSync(join(electron, 'dist'))
    writeFileSync(join(electron, 'dist/electron'), 'half')
    writeFileSync(join(electron, 'dist/version'), '1.0.0')
    const path = await get()
    expect(readFileSync(path, 'utf8')).toContain('exit 0')
  })

  it('is not taken when its checksum is another', async () => {
    await serve((_, response) => response.end(zip({ electron: '#!/bin/sh\nevil\n', version })))
    expect(await refusal()).toContain('チェックサムの不一致')
    expect(existsSync(join(electron, 'dist'))).toBe(false)
  })

  it('is given up when nothing comes any more', async () => {
    await serve((_, response) => {
      response.writeHead(200, { 'content-length': program.length })
      response.write(program.subarray(0, 1000))
    })
    expect(await refusal(300)).toContain('0.3秒のあいだ何も届きませんでした')
  })

  it('is given up when the mirror lacks it or cannot be reached', async () => {
    await serve((_, response) => response.writeHead(404).end())
    expect(await refusal()).toContain('404')
    vi.stubEnv('ELECTRON_MIRROR', 'http://127.0.0.1:1/')
    expect(await refusal()).toContain('取り寄せられませんでした')
  })

  it('is the one that ELECTRON_OVERRIDE_DIST_PATH names, and no other', async () => {
    const own = join(folder, 'own')
    mkdirSync(own)
    vi.stubEnv('ELECTRON_OVERRIDE_DIST_PATH', own)
    expect(await refusal()).toContain('ELECTRON_OVERRIDE_DIST_PATH')
    writeFileSync(join(own, 'electron'), '')
    expect(await get()).toBe(join(own, 'electron'))
  })
})

/** Runs `npm start` with a display that is named; resolves with what it says once the headless service is ready. */
async function startSays(environment: NodeJS.ProcessEnv): Promise<string> {
  const child = spawn(
    process.execPath,
    [
      join(root, 'src/main/start.ts'),
      ...['--data-dir', join(folder, 'data'), '--provider-port', '0', '--console-port', '0'],
    ],
    { env: { ...process.env, DISPLAY: ':99', ...environment }, stdio: ['ignore', 'pipe', 'pipe'] },
  )
  let out = ''
  let err = ''
  child.stdout.on('data', (chunk) => {
    out += chunk
  })
  child.stderr.on('data', (chunk) => {
    err += chunk
  })
  await expect.poll(() => out, { timeout: 120_000 }).toContain('"ready":true')
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  expect(await ended).toBe(0)
  return err
}

describe('npm start without a desktop', () => {
  it.skipIf(existsSync(join(root, 'node_modules/electron/dist')))(
    'says that the program cannot be reached, and starts the headless service',
    async () => {
      const said = await startSays({ ELECTRON_MIRROR: 'http://127.0.0.1:1/' })
      expect(said).toContain('取り寄せられませんでした')
      expect(said).toContain('ブラウザで使うコンソール')
    },
  )

  it('does the same when the program does not run on this machine', async () => {
    const own = join(folder, 'own')
    mkdirSync(own)
    for (const [script, why] of [
      ['exit 127', '127'],
      ['kill -TRAP $$', 'SIGTRAP'],
    ] as const) {
      writeFileSync(join(own, 'electron'), `#!/bin/sh\n${script}\n`, { mode: 0o755 })
      expect(await startSays({ ELECTRON_OVERRIDE_DIST_PATH: own })).toContain(why)
    }
    expect(await startSays({ DISPLAY: '', WAYLAND_DISPLAY: '' })).toContain('画面がありません')
  })
})
