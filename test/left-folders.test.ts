import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { removeLeft, runFolder } from './support/once-in-run.ts'
import { temporaryFolder } from './support/service-process.ts'

it('folders of tests stand in that of their run, and what a killed run has left goes with the next one', () => {
  const folder = temporaryFolder()
  expect(folder.startsWith(join(runFolder(), 'renkei-test-'))).toBe(true)
  const { pid: gone } = spawnSync('true')
  const left = mkdtempSync(join(tmpdir(), `renkei-run-${gone}-`))
  const ours = mkdtempSync(join(tmpdir(), `renkei-run-${process.pid}-`))
  removeLeft()
  expect([left, ours, folder].map((one) => existsSync(one))).toEqual([false, true, true])
  rmSync(ours, { recursive: true })
})
