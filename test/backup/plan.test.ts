import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type StartRefused, writeWhole } from '#db'
import { atJapan } from '#shared/japanese-date'
import { newIdentity } from '../../src/main/backup/container.ts'
import {
  type BackupPlan,
  backupName,
  readPlan,
  timeOfBackup,
  toRemove,
} from '../../src/main/backup/plan.ts'
import { savePlan } from '../../src/main/backup/setup.ts'
import { removeFolder, temporaryFolder } from '../support/service-process.ts'

const name = (day: string, time = '02:30:00'): string => backupName(day, time)

describe('which backups are kept', () => {
  const days = Array.from({ length: 500 }, (_, n) => {
    const at = new Date(Date.UTC(2025, 6, 10 + n))
    return at.toISOString().slice(0, 10)
  })

  it('one of each of 14 days and of 12 months, and the newest of all', () => {
    const all = days.map((day) => name(day))
    const gone = new Set(toRemove(all, { keepDays: 14, keepMonths: 12 }))
    const kept = all.filter((one) => !gone.has(one))
    // 500 days from 2025-07-10 end on 2026-11-21; the newest month is among the 14 days.
    expect(kept).toHaveLength(14 + 11)
    expect(kept.slice(-14)).toEqual(days.slice(-14).map((day) => name(day)))
    expect(kept.slice(0, 11)).toEqual(
      ['2025-12-31', '2026-01-31', '2026-02-28', '2026-03-31', '2026-04-30', '2026-05-31']
        .concat(['2026-06-30', '2026-07-31', '2026-08-31', '2026-09-30', '2026-10-31'])
        .map((day) => name(day)),
    )
  })

  it('of one day the newest; days without a backup do not use up the rule; other files are nobody’s to remove', () => {
    const all = [name('2026-01-01'), name('2026-03-05', '01:00:00'), name('2026-03-05', '23:00:00')]
    expect(
      toRemove([...all, 'holidays.tar.gz.age', 'keys.json'], { keepDays: 2, keepMonths: 0 }),
    ).toEqual([name('2026-03-05', '01:00:00')])
  })

  it('the name tells the time, and no other name does', () => {
    expect(timeOfBackup(name('2026-11-21', '02:30:45'))).toBe(
      atJapan('2026-11-21', '02:30') + 45_000,
    )
    expect(timeOfBackup('renkei-1.tar.gz.age')).toBeUndefined()
  })
})

describe('the plan', () => {
  let folder: string
  let plan: BackupPlan
  beforeEach(async () => {
    folder = temporaryFolder()
    const to = join(folder, 'backups')
    for (const path of [to, join(folder, 'data', 'inside')]) mkdirSync(path, { recursive: true })
    const { recipient } = await newIdentity()
    plan = { version: 1, folder: to, recipient, dailyAt: '02:30', keepDays: 14, keepMonths: 12 }
  })
  afterEach(() => removeFolder(folder))
  const save = (change: Partial<BackupPlan>): string => {
    try {
      savePlan(join(folder, 'data'), { ...plan, ...change })
      return 'saved'
    } catch (error) {
      return String((error as StartRefused).reason)
    }
  }

  it('is read as it was saved; a recipient that is none, a folder that is missing or within the data is refused', () => {
    const data = join(folder, 'data')
    expect(readPlan(data)).toBeUndefined()
    expect(save({ recipient: 'age1nobody' })).toBe('usage')
    expect(save({ folder: join(folder, 'nowhere') })).toBe('usage')
    expect(save({ folder: data })).toBe('usage')
    expect(save({ folder: join(data, 'inside') })).toBe('usage')
    expect(readPlan(data)).toBeUndefined()
    expect(save({})).toBe('saved')
    expect(readPlan(data)).toEqual(plan)
    writeWhole(join(data, 'backup.json'), '{}')
    expect(() => readPlan(data)).toThrow('backup:setup')
  })
})
