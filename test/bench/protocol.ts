import type { Client, Tokens } from './client.ts'
import { median, percentile, type Row, say } from './rows.ts'
import { type Kind, kinds, load, Side } from './side.ts'

export interface Protocol {
  /** Each row's figure is the median of so many rounds, in which every side has its turn. */
  rounds: number
  profiles: string | undefined
}

interface Figures {
  perSecond: number[]
  cpuUs: number[]
}
/** By side and kind of token: `measured.get('ours dpop')`. */
type Measured = Map<string, Figures>

async function interleave(
  sides: Side[],
  { rounds }: Protocol,
  count: number,
  operation: (client: Client, side: Side) => Promise<(i: number) => Promise<unknown>>,
): Promise<Measured> {
  const measured: Measured = new Map()
  for (let round = -1; round < rounds; round += 1)
    for (const kind of kinds)
      for (const side of sides) {
        const run = await operation(side.clients[kind], side)
        const result = await load(side, round < 0 ? Math.ceil(count / 4) : count, run)
        if (round < 0) continue
        const name = `${side.name} ${kind}`
        const figures = measured.get(name) ?? { perSecond: [], cpuUs: [] }
        figures.perSecond.push(result.perSecond)
        figures.cpuUs.push(result.cpuUs)
        measured.set(name, figures)
      }
  return measured
}

function compare(name: string, measured: Measured, against: string, must: number): Row {
  const of = (side: string, kind: Kind): { perSecond: number; cpuUs: number } => {
    const figures = measured.get(`${side} ${kind}`)
    return { perSecond: median(figures?.perSecond ?? []), cpuUs: median(figures?.cpuUs ?? []) }
  }
  const own = of('ours', 'dpop')
  const peer = of(against, 'dpop')
  const ratio = own.perSecond / peer.perSecond
  return {
    name,
    against,
    ratio,
    cpuRatio: peer.cpuUs / own.cpuUs,
    bearer: of('ours', 'bearer').perSecond / of(against, 'bearer').perSecond,
    must: `≥ ${must} ×`,
    reached: ratio >= must,
    figures: `${Math.round(own.perSecond)}/s : ${Math.round(peer.perSecond)}/s, ${Math.round(own.cpuUs)} µs : ${Math.round(peer.cpuUs)} µs`,
  }
}

const opened = async (names: string[], { profiles }: Protocol): Promise<Side[]> =>
  Promise.all(names.map((name) => Side.open(name, profiles)))
async function closed(sides: Side[]): Promise<void> {
  await Promise.all(sides.map((side) => side.close()))
}

/** Links made ahead, so that later operations have tokens to work on. */
async function linksOf(sides: Side[], count: number): Promise<Map<Client, Tokens[]>> {
  const made = new Map<Client, Tokens[]>()
  for (const { clients } of sides)
    for (const client of Object.values(clients)) {
      client.prepareForms(count)
      const tokens: Tokens[] = []
      for (let i = 0; i < count; i += 1) tokens.push(await client.flow())
      made.set(client, tokens)
    }
  return made
}

export async function linkRows(given: Protocol): Promise<Row[]> {
  say('links …')
  const sides = await opened(['ours', 'oidc-mem', 'oidc-full'], given)
  const count = 300
  const flows = await interleave(sides, given, count, async (client) => {
    client.prepareForms(count)
    return () => client.flow()
  })
  await closed(sides)
  return [compare('link', flows, 'oidc-mem', 1), compare('link', flows, 'oidc-full', 2)]
}

export async function refreshRows(given: Protocol): Promise<Row[]> {
  say('refresh …')
  const sides = await opened(['ours', 'oidc-mem', 'oidc-full'], given)
  const tokens = await linksOf(sides, 100)
  const count = 800
  const refreshes = await interleave(sides, given, count, async (client) => {
    client.prepareForms(count)
    const own = tokens.get(client) ?? []
    return (i) => client.refresh(own[i % own.length] as Tokens)
  })
  await closed(sides)
  return [
    compare('refresh', refreshes, 'oidc-mem', 1),
    compare('refresh', refreshes, 'oidc-full', 2),
  ]
}

export async function introspectionRows(given: Protocol): Promise<Row[]> {
  say('introspection …')
  const sides = await opened(['ours', 'oidc-mem'], given)
  const tokens = await linksOf(sides, 100)
  const count = 800
  const calls = await interleave(sides, given, count, async (client) => {
    client.prepareForms(count)
    const own = tokens.get(client) ?? []
    return (i) => client.introspect(own[i % own.length] as Tokens)
  })
  await closed(sides)
  return [compare('introspection', calls, 'oidc-mem', 0.9)]
}

/** The balance of one account: the token, its proof, the grant, the account are checked, and it is answered. */
export async function dataRows(given: Protocol): Promise<Row[]> {
  say('data …')
  const sides = await opened(['ours', 'oidc-mem'], given)
  const [own] = sides as [Side, Side]
  const targets = new Map<Client, { path: string; token: string }>()
  for (const side of sides)
    for (const client of Object.values(side.clients)) {
      client.prepareForms(4)
      if (side !== own) {
        const { access } = await client.flow('openid accounts')
        targets.set(client, { path: '/me', token: access })
        continue
      }
      const { access } = await client.flow()
      client.prepareCalls(1, '/api/v1/accounts', access)
      const [account] = JSON.parse(await client.get('/api/v1/accounts', access)).accounts
      targets.set(client, { path: `/api/v1/accounts/${account.accountId}/balance`, token: access })
    }
  const count = 6_000
  const verification: number[] = []
  const calls = await interleave(sides, given, count, async (client, side) => {
    const target = targets.get(client)
    if (!target) throw new Error('no token')
    client.prepareCalls(count, target.path, target.token)
    if (side === own && client === own.clients.dpop) verification.push(await own.verification())
    return () => client.get(target.path, target.token)
  })
  await closed(sides)
  const name = 'data call with one account query'
  const cpu = (kind: Kind): number => median(calls.get(`ours ${kind}`)?.cpuUs ?? [])
  const floor = median(verification) + cpu('bearer')
  const budget = cpu('dpop') / floor
  return [
    compare(name, calls, 'oidc-mem', 4),
    {
      name: `${name}, CPU`,
      against: 'the same with bearer + one ES256 verification',
      ratio: budget,
      must: '≤ 1.5 ×',
      reached: budget <= 1.5,
      figures: `${cpu('dpop').toFixed(0)} µs : ${cpu('bearer').toFixed(0)} + ${median(verification).toFixed(0)} µs`,
    },
  ]
}

export async function revocationRows(given: Protocol): Promise<Row[]> {
  say('revocation …')
  const sides = await opened(['ours', 'oidc-full'], given)
  const tokens = await linksOf(sides, 100)
  const p99: Record<string, number> = {}
  let accepted = 0
  for (const { name, clients } of sides) {
    const client = clients.dpop
    const own = tokens.get(client) ?? []
    client.prepareForms(7_000)
    const times: number[] = []
    let loading = true
    const background = Promise.all(
      Array.from({ length: 6 }, async (_, i) => {
        for (let n = i; loading && n < 1_000; n += 1)
          await client.refresh(own[n % own.length] as Tokens)
      }),
    )
    for (let i = 0; i < 60; i += 1) {
      const victim = await client.flow()
      const started = performance.now()
      await client.revoke(victim)
      if ((await client.refresh(victim)) < 400) accepted += 1
      times.push(performance.now() - started)
    }
    loading = false
    await background
    p99[name] = percentile(times, 0.99)
  }
  await closed(sides)
  const ratio = (p99.ours ?? 0) / (p99['oidc-full'] ?? 1)
  return [
    {
      name: 'revoke → refused under load, p99',
      against: 'oidc-full',
      ratio,
      must: '≤ 1 ×, 0 accepted',
      reached: ratio <= 1 && accepted === 0,
      figures: `${p99.ours?.toFixed(1)} ms : ${p99['oidc-full']?.toFixed(1)} ms, ${accepted} accepted`,
    },
  ]
}

export async function memoryRows(given: Protocol, links: number): Promise<Row[]> {
  say(`memory after ${links.toLocaleString('en')} links …`)
  const grown: Record<string, number> = {}
  for (const name of ['ours', 'oidc-mem']) {
    const side = await Side.open(name, given.profiles)
    const client = side.clients.dpop
    client.prepareForms(64)
    await load(side, 64, () => client.flow())
    const before = await side.memory()
    for (let done = 0; done < links; done += 1_000) {
      const count = Math.min(1_000, links - done)
      client.prepareForms(count)
      await load(side, count, () => client.flow())
    }
    const after = await side.memory()
    grown[name] = after / 1_048_576
    say(`  ${name}: ${((after - before) / 1_048_576).toFixed(0)} MB grown`)
    await side.close()
  }
  const ratio = (grown.ours ?? 0) / (grown['oidc-mem'] ?? 1)
  return [
    {
      name: `memory after ${links.toLocaleString('en')} links`,
      against: 'oidc-mem',
      ratio,
      must: '≤ 1.0 ×',
      reached: ratio <= 1,
      figures: `${grown.ours?.toFixed(0)} MB : ${grown['oidc-mem']?.toFixed(0)} MB`,
    },
  ]
}
