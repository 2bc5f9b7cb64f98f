import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { exitCodes } from '#shared/exit-codes'
import { app } from '#shared/messages/app'
import { audit } from '#shared/messages/audit'
import { backups } from '#shared/messages/backups'
import { errorTexts } from '#shared/messages/errors'
import { imports } from '#shared/messages/imports'
import { system } from '#shared/messages/system'

const text = readFileSync(join(import.meta.dirname, '../../docs/operations.md'), 'utf8')

it('docs/operations.md says what to do for each exit code, once', () => {
  const rows = [...text.matchAll(/^\| (\d+) \|/gm)].map(([, code]) => Number(code))
  expect(rows).toEqual(Object.values(exitCodes))
})

it.each([
  errorTexts['store.damaged'].what,
  system['disk.low'],
  system['disk.full'],
  system['clock.ahead'],
  system['clock.back'],
  system['system.onDisk.no'],
  audit['trail.broken'],
  audit['trail.doubtful'],
  backups['backup.none.title'],
  backups['backup.late.title'],
  backups['backup.failed.title'],
  backups['keys.clear.title'],
  imports['data.old'],
  app['status.stopped'],
])('docs/operations.md says what to do for the alarm %s', ([japanese = '']) => {
  const [title = ''] = japanese.split('。')
  for (const part of title.split(/\{[^}]*\}|（.*/).filter((one) => one.trim() !== ''))
    expect(text).toContain(part.trim())
})

it('docs/operations.md leads only to what is there', () => {
  const headings = [...text.matchAll(/^## (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replace(/[().:]/g, '')
      .replaceAll(' ', '-'),
  )
  for (const [, anchor] of text.matchAll(/\]\(#([^)]+)\)/g)) expect(headings).toContain(anchor)
})
