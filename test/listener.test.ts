import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { expect, it } from 'vitest'
import { openListener } from '../src/main/listener/index.ts'

const here = { host: '127.0.0.1', port: 0 }

it('a request that comes before its answer is loaded waits for it', async () => {
  const http = await openListener(here)
  const early = fetch(`${http.url}/a`).then((response) => response.text())
  await once(http.server, 'request')
  http.attach((request, response) => response.end(`answer to ${request.url}`))
  expect(await early).toBe('answer to /a')
  expect(await (await fetch(`${http.url}/b`)).text()).toBe('answer to /b')
  await http.close(true)
})

it('closing lets an answer in flight finish, and drops who still waits where nothing was attached', async () => {
  const http = await openListener(here)
  const begun = new Promise<ServerResponse>((resolve) => {
    http.attach((_request, response) => resolve(response))
  })
  const inFlight = fetch(http.url).then((response) => response.text())
  const answer = await begun
  const closed = http.close()
  answer.end('done')
  await Promise.all([closed, expect(inFlight).resolves.toBe('done')])

  const shut = await openListener(here)
  const waiting = fetch(shut.url)
  await Promise.all([
    once(shut.server, 'request').then(() => shut.close()),
    expect(waiting).rejects.toThrow(),
  ])
})

it('a taken port is refused', async () => {
  const http = await openListener(here)
  await expect(openListener({ host: http.host, port: http.port })).rejects.toMatchObject({
    code: 'EADDRINUSE',
  })
  await http.close()
})
