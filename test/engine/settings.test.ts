import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { World } from '../support/world.ts'

let world: World
beforeEach(async () => {
  world = await World.open({ providers: [{}] })
})
afterEach(() => world.close())

describe('settings, and the marks of the program itself', () => {
  it('are read from the database once, also what was never set', async () => {
    const issuer = await world.listen()
    const ask = () => fetch(`${issuer}/api/v1/accounts`)
    expect((await ask()).status).toBe(401)
    const find = vi.spyOn(world.engine.store, 'find')
    expect((await ask()).status).toBe(401)
    expect(find.mock.calls.filter(([table]) => table === 'settings')).toEqual([])
  })

  it('hold from the commit on that changes them, and are as before when it is undone', async () => {
    const { engine } = world
    expect(engine.settings.mark('later')).toBeNull()
    const undone = engine.store.write(() => {
      engine.settings.putMark('later', 1, 0)
      expect(engine.settings.mark('later')).toBe(1)
      throw new Error('undone')
    })
    await expect(undone).rejects.toThrow('undone')
    expect(engine.settings.mark('later')).toBeNull()
    await engine.settings.saveMark('later', 2, 0)
    expect(engine.settings.mark('later')).toBe(2)
  })
})
