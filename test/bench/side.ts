import { type ChildProcess, fork } from 'node:child_process'
import { Agent } from 'node:http'
import { join } from 'node:path'
import { Client } from './client.ts'

/** Tokens that are bound to a key, as FAPI 2.0 wants them, or not. */
export type Kind = 'dpop' | 'bearer'
export const kinds: readonly Kind[] = ['dpop', 'bearer']

export interface ClientOf {
  clientId: string
  redirectUri: string
  privateJwk: Record<string, unknown> & { kid: string }
}
export interface Ready {
  port: number
  issuer: string
  /** Where ours answers everything but the stubbed link. */
  dataPort: number
  clients: Record<Kind, ClientOf>
}

export const connections = 16

/** One server process under load, with the two clients that load it. */
export class Side {
  readonly name: string
  readonly clients: Record<Kind, Client>
  readonly #child: ChildProcess
  readonly #agent: Agent

  private constructor(name: string, child: ChildProcess, ready: Ready) {
    this.name = name
    this.#child = child
    this.#agent = new Agent({ keepAlive: true, maxSockets: connections })
    this.clients = {
      dpop: new Client(name, 'dpop', ready, this.#agent),
      bearer: new Client(name, 'bearer', ready, this.#agent),
    }
  }

  /** `profiles`: the folder into which the process writes where its time went once it was started. */
  static async open(name: string, profiles?: string): Promise<Side> {
    const profile = profiles ? [join(profiles, `${name}.cpuprofile`)] : []
    const child = fork(join(import.meta.dirname, 'server.ts'), [name, ...profile], {
      execArgv: ['--expose-gc'],
    })
    const ready = await new Promise<Ready>((resolve, reject) => {
      child.once('message', (message: { ready: Ready }) => resolve(message.ready))
      child.once('exit', (code) => reject(new Error(`${name} ended with ${code}`)))
    })
    return new Side(name, child, ready)
  }

  /** Server CPU so far, milliseconds. */
  async cpuMs(): Promise<number> {
    const { cpu } = await this.#ask<{ cpu: NodeJS.CpuUsage }>('usage')
    return (cpu.user + cpu.system) / 1000
  }

  /** Resident bytes after a thorough collection. */
  async memory(): Promise<number> {
    return (await this.#ask<{ rss: number }>('memory')).rss
  }

  /** CPU microseconds of one ES256 verification in the server's process. */
  async verification(): Promise<number> {
    return (await this.#ask<{ cpuUs: number }>('verification')).cpuUs
  }

  #ask<T>(question: string): Promise<T> {
    return new Promise((resolve) => {
      this.#child.once('message', (message) => resolve(message as T))
      this.#child.send(question)
    })
  }

  close(): Promise<void> {
    this.#agent.destroy()
    return new Promise((resolve) => {
      this.#child.once('exit', () => resolve())
      this.#child.send('end')
    })
  }
}

/** `count` operations over 16 connections. @returns operations per second and server CPU microseconds per operation */
export async function load(
  side: Side,
  count: number,
  operation: (i: number) => Promise<unknown>,
): Promise<{ perSecond: number; cpuUs: number }> {
  const before = await side.cpuMs()
  const started = performance.now()
  let next = 0
  await Promise.all(
    Array.from({ length: connections }, async () => {
      while (next < count) await operation(next++)
    }),
  )
  const seconds = (performance.now() - started) / 1000
  const after = await side.cpuMs()
  return { perSecond: count / seconds, cpuUs: ((after - before) * 1000) / count }
}
