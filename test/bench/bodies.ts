import { readFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { removeFolder, startService, temporaryFolder } from '../support/service-process.ts'
import { percentile, type Row, say } from './rows.ts'

const endless = 200
const unfinished = 300
const piece = Buffer.alloc(16 * 1024, 'x')
const residentBytes = (pid: number): number =>
  Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1_024

/** A body of 100 MB, as fast as it is taken, or 60 KB of one of 64 and no more. @returns what was answered */
function send(port: number, host: string, whole: boolean, sockets: Socket[]): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    sockets.push(socket)
    let answer = ''
    socket.on('error', () => {})
    socket.on('data', (text) => {
      answer += text
    })
    socket.once('close', () => resolve(answer.slice(9, 12)))
    const length = whole ? 104_857_600 : 65_000
    const head = `POST /par HTTP/1.1\r\nhost: ${host}\r\ncontent-length: ${length}\r\n`
    socket.write(`${head}content-type: application/x-www-form-urlencoded\r\n\r\n`)
    if (!whole) return void socket.write(Buffer.alloc(60_000, 'x'))
    const more = (): void => {
      while (!socket.destroyed && socket.write(piece));
      socket.once('drain', more)
    }
    more()
  })
}

/** Bodies that nobody asked for, many at once: what the service holds of them, and whether it answers others meanwhile. */
export async function bodiesRow(): Promise<Row[]> {
  say('big bodies …')
  const folder = temporaryFolder()
  const service = await startService([], folder, false)
  const { port, host } = new URL(service.issuer)
  const pid = service.child.pid ?? 0
  const metadata = async (): Promise<number> => {
    const from = performance.now()
    await (await fetch(`${service.issuer}/.well-known/oauth-authorization-server`)).text()
    return performance.now() - from
  }
  for (let i = 0; i < 200; i += 1) await metadata()
  const before = residentBytes(pid)
  let highest = before
  const times: number[] = []
  const sockets: Socket[] = []
  const answers = Array.from({ length: endless + unfinished }, (_, i) =>
    send(Number(port), host, i < endless, sockets),
  )
  const until = performance.now() + 5_000
  while (performance.now() < until) {
    times.push(await metadata())
    highest = Math.max(highest, residentBytes(pid))
    await sleep(5)
  }
  for (const socket of sockets) socket.destroy()
  const refused = (await Promise.all(answers)).slice(0, endless).filter((code) => code === '413')
  await service.stop()
  removeFolder(folder)
  const more = (highest - before) / 1e6
  return [
    {
      name: `${endless} bodies of 100 MB and ${unfinished} that do not go on, at once: memory`,
      against: '—',
      must: '≤ 100 MB more, each refused',
      reached: more <= 100 && refused.length === endless,
      figures: `${(before / 1e6).toFixed(0)} MB, then at most ${(highest / 1e6).toFixed(0)}; ${refused.length} answered 413; metadata meanwhile ${percentile(times, 0.5).toFixed(1)} ms p50, ${percentile(times, 0.99).toFixed(1)} p99`,
    },
  ]
}
