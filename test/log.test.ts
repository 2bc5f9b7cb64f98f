import * as fs from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { droppingFile } from '../src/main/log.ts'
import { removeFolder, temporaryFolder } from './support/service-process.ts'

vi.mock('node:fs', async (original) => {
  const real = await original<typeof fs>()
  return { ...real, writeSync: vi.fn(real.writeSync) }
})

let folder: string
beforeEach(() => {
  folder = temporaryFolder()
})
afterEach(() => {
  removeFolder(folder)
})

it('what cannot be written is dropped and counted; the next line that can says how many, each line whole', () => {
  const path = join(folder, 'logs', 'engine.log')
  const log = droppingFile(path)
  const line = (msg: string): string => `${JSON.stringify({ msg })}\n`
  log.write(line('first'))
  const disk = vi.mocked(fs.writeSync)
  const write = disk.getMockImplementation() as unknown as (fd: number, bytes: Buffer) => number
  // The disk takes half of a line, and then nothing more.
  disk.mockImplementationOnce((fd: number, bytes: unknown) =>
    write(fd, (bytes as Buffer).subarray(0, 7)),
  )
  log.write(line('cut off'))
  disk.mockImplementation(() => {
    throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' })
  })
  for (const msg of ['lost', 'lost too']) log.write(line(msg))
  disk.mockImplementation(write as never)
  log.write(line('last'))
  const [first, half, told, last, end] = fs.readFileSync(path, 'utf8').split('\n')
  expect([first, half, last, end]).toEqual(['{"msg":"first"}', '{"msg":', '{"msg":"last"}', ''])
  expect(JSON.parse(told ?? '')).toMatchObject({ dropped: 3, msg: 'lines not written' })
})

it('a folder that cannot be made ends nothing', () => {
  fs.writeFileSync(join(folder, 'logs'), '')
  const log = droppingFile(join(folder, 'logs', 'engine.log'))
  expect(() => log.write('{}\n')).not.toThrow()
})
