import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { mostBodyBytes } from '../../src/main/listener/index.ts'
import { consoleOf, type OpenConsole } from '../support/desk-client.ts'
import { World } from '../support/world.ts'

/** Bodies that nobody asked for, at every address that takes one. */
let world: World
let issuer: string
let desk: OpenConsole
beforeAll(async () => {
  world = await World.open()
  issuer = await world.listen()
  desk = await consoleOf(world)
})
afterAll(async () => {
  await desk.close()
  await world.close()
})

const form = 'application/x-www-form-urlencoded'
/** More than any address takes. */
const first = 'x'.repeat(mostBodyBytes + 65_536)
const addresses = [
  ['/par', form],
  ['/token', form],
  ['/token/introspection', form],
  ['/token/revocation', form],
  ['/consent/none/sign-in', form],
  ['/rpc/staff/signIn', 'application/json'],
] as const

/** Sends the first part of a body that never ends, and no more. @returns what was answered, to the end of the connection */
async function answered(path: string, type: string, length: string): Promise<string> {
  const { hostname, port, host } = new URL(path.startsWith('/rpc') ? desk.url : issuer)
  const socket = connect(Number(port), hostname)
  const head = [`POST ${path} HTTP/1.1`, `host: ${host}`, `content-type: ${type}`, length]
  socket.write(`${head.join('\r\n')}\r\n\r\n`)
  socket.write(length.includes('chunked') ? `${first.length.toString(16)}\r\n${first}` : first)
  const answer = await text(socket)
  socket.destroy()
  return answer
}

describe.each(addresses)('%s', (path, type) => {
  it.each(['content-length: 104857600', 'transfer-encoding: chunked'])(
    'a body too large, by %s, is refused before it has come, and the answer arrives',
    async (length) => {
      const answer = await answered(path, type, length)
      expect(answer).toMatch(/^HTTP\/1.1 413 /)
      expect(answer).toMatch(/^connection: close\r$/im)
    },
  )
})
