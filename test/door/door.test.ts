import { setTimeout as pause } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { openDoor } from '../../src/main/door/index.ts'

const here = { host: '127.0.0.1', port: 0 }

it('a request that comes before its answer is loaded waits for it', async () => {
  const door = await openDoor(here)
  const early = fetch(`${door.url}/a`).then((response) => response.text())
  await pause(50)
  door.attach((request, response) => response.end(`answer to ${request.url}`))
  expect(await early).toBe('answer to /a')
  expect(await (await fetch(`${door.url}/b`)).text()).toBe('answer to /b')
  await door.close(true)
})

it('closing lets an answer in flight finish, and drops who still waits for a door that never opened', async () => {
  const door = await openDoor(here)
  door.attach((_request, response) => setTimeout(() => response.end('done'), 100))
  const inFlight = fetch(door.url).then((response) => response.text())
  await pause(30)
  await Promise.all([door.close(), expect(inFlight).resolves.toBe('done')])

  const shut = await openDoor(here)
  const waiting = fetch(shut.url)
  await pause(30)
  await Promise.all([shut.close(), expect(waiting).rejects.toThrow()])
})

it('a taken port is refused', async () => {
  const door = await openDoor(here)
  await expect(openDoor({ host: door.host, port: door.port })).rejects.toMatchObject({
    code: 'EADDRINUSE',
  })
  await door.close()
})
