import type OidcProvider from 'oidc-provider'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { rememberClients } from '../../src/main/server/authorization/patches.ts'
import { World } from '../support/world.ts'

let world: World
beforeAll(async () => {
  world = await World.open()
})
afterAll(() => world.close())

it('a client is remembered until something changes, but not when that happens while it is looked up', async () => {
  const { engine } = world
  const looked: ((client: object) => void)[] = []
  const find = () => new Promise<object>((resolve) => looked.push(resolve))
  const oidc = { Client: { find } } as unknown as Pick<OidcProvider, 'Client'>
  rememberClients(oidc, engine)
  const { clientId } = world.provider()
  const before = oidc.Client.find(clientId)
  engine.authority.changed()
  looked[0]?.({ of: 'before' })
  expect(await before).toEqual({ of: 'before' })
  const after = oidc.Client.find(clientId)
  looked[1]?.({ of: 'after' })
  expect(await after).toEqual({ of: 'after' })
  expect(await oidc.Client.find(clientId)).toEqual({ of: 'after' })
  expect(looked).toHaveLength(2)
  engine.authority.changed()
  void oidc.Client.find(clientId)
  expect(looked).toHaveLength(3)
})

it('a client is looked up anew where the clock is set back: its keys are those of now', async () => {
  const { engine, clock } = world
  let looked = 0
  const find = async () => ({ looked: ++looked })
  const oidc = { Client: { find } } as unknown as Pick<OidcProvider, 'Client'>
  rememberClients(oidc, engine)
  const { clientId } = world.provider()
  clock.offset = 400 * 86_400_000
  for (let i = 0; i < 2; i += 1) expect(await oidc.Client.find(clientId)).toEqual({ looked: 1 })
  clock.offset = 0
  expect(await oidc.Client.find(clientId)).toEqual({ looked: 2 })
})
