import { open } from 'node:fs/promises'
import { afterEach, expect, it, vi } from 'vitest'
import { systemStatus } from '#engine'
import { World } from '../support/world.ts'

afterEach(() => vi.restoreAllMocks())

it('稼働状況 tells of a write that could not be confirmed on disk, until everything has been made sure of', async () => {
  const world = await World.open({ customers: 3 })
  const { engine } = world
  const onDisk = () => systemStatus(engine, null).database.onDisk
  const note = (name: string) => engine.settings.saveMark(name, true, engine.clock.now())
  expect(onDisk()).toBe(true)
  const file = await open(import.meta.filename, 'r')
  await file.close()
  vi.spyOn(Object.getPrototypeOf(file), 'datasync').mockRejectedValue(new Error('EIO'))
  await expect(note('first')).rejects.toMatchObject({ code: 'store.unsure' })
  expect(onDisk()).toBe(false)
  vi.restoreAllMocks()
  await note('second')
  expect(onDisk()).toBe(true)
  await world.close()
})
