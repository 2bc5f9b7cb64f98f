import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose'
import * as z from 'zod'
import { loadDemoBank, loadDemoCompanies } from '#bank'
import { StartRefused, writeWhole } from '#db'
import {
  type Actor,
  changeProviderStatus,
  createEnrolled,
  createProvider,
  type OpenEngine,
  providerByClientId,
  staffCount,
  systemContext,
  updateProvider,
} from '#engine'
import { roleMay } from '#shared/contract/may'
import { Channel, scopes } from '#shared/grant'
import { plainProvider } from '#shared/provider'
import { Role } from '#shared/staff'
import { companyEntry, customerEntry } from './customer-entries.ts'
import { settleHouse } from './house.ts'
import { fillSampleLedger } from './ledger.ts'
import {
  channelsOf,
  inventedProvider,
  type NoticeProvider,
  noticeProviders,
  sampleProvider,
} from './notice-providers.ts'

const DemoFile = z.object({
  issuer: z.string(),
  api: z.string(),
  console: z.string().nullable(),
  providers: z.array(
    z.object({
      name: z.string(),
      clientId: z.string(),
      channels: z.array(Channel),
      redirectUris: z.array(z.string()),
      scope: z.string(),
      tokenEndpointAuthMethod: z.literal('private_key_jwt'),
      privateJwk: z.record(z.string(), z.unknown()),
      dpop: z.boolean(),
    }),
  ),
  customers: z.array(z.looseObject({ loginId: z.string() })),
  staff: z.array(
    z.object({ name: z.string(), loginId: z.string(), password: z.string(), role: Role }),
  ),
})
export type DemoFile = z.output<typeof DemoFile>

const staff: { name: string; loginId: string; role: Role; branchCode: string }[] = [
  { name: '佐藤 花子', loginId: 'sato', role: 'clerk', branchCode: '011' },
  { name: '工藤 隆', loginId: 'kudo', role: 'officer', branchCode: '011' },
  { name: '三浦 京子', loginId: 'miura', role: 'hq-admin', branchCode: '011' },
  { name: '堀 修', loginId: 'hori', role: 'auditor', branchCode: '011' },
  { name: '成田 誠', loginId: 'narita', role: 'sysadmin', branchCode: '011' },
  // Second persons, for approvals.
  { name: '加賀谷 美穂', loginId: 'kagaya', role: 'hq-admin', branchCode: '011' },
  { name: '伊藤 健', loginId: 'ito', role: 'clerk', branchCode: '001' },
]
const demoCustomers = 5_000
const transactionsPerAccount = 8

const path = (folder: string): string => join(folder, 'demo.json')

/**
 * Fills a new data folder with invented data, keeps one that has it, and refuses one with real data.
 * @returns the content of demo.json without the addresses, which differ at each start
 * @throws StartRefused data-not-demo
 */
export async function ensureDemo(engine: OpenEngine, sampleRedirectUri: string): Promise<DemoFile> {
  const { folder } = engine.store
  if (engine.settings.mark('demo') === true) {
    if (!existsSync(path(folder))) throw notDemo(folder, 'demo.json が見つかりません')
    const demo = DemoFile.parse(JSON.parse(readFileSync(path(folder), 'utf8')))
    await moveSampleProvider(engine, demo, sampleRedirectUri)
    return demo
  }
  if (staffCount(engine) > 0 || engine.bank.customer(1))
    throw notDemo(folder, '練習用ではないデータがあります')
  const now = engine.clock.now()
  const people = await loadDemoBank(engine.store, engine.passwords, engine.factors, {
    customers: demoCustomers,
    transactionsPerAccount,
    nowMs: now,
  })
  const companies = await loadDemoCompanies(engine.store, engine.passwords, now)
  await settleHouse(engine)
  const providers = await registerNoticeProviders(engine, sampleRedirectUri)
  const members = staff.map((member) => ({ ...member, password: `renkei-${member.loginId}-2026` }))
  const administrators: Actor[] = []
  for (const member of members) {
    const id = await createEnrolled(systemContext(engine), member)
    const { name, role } = member
    if (roleMay(role, 'ledger.save'))
      administrators.push({ kind: 'staff', id: String(id), name, role })
  }
  const [maker, checker] = administrators
  const [sample] = providers
  if (maker && checker && sample) await fillSampleLedger(engine, sample.clientId, [maker, checker])
  return {
    issuer: '',
    api: '',
    console: null,
    providers,
    customers: [...people.map(customerEntry), ...companies.map(companyEntry)],
    staff: members.map(({ name, loginId, password, role }) => ({ name, loginId, password, role })),
  }
}

/** Readable by its owner only: the one file that holds credentials in clear (R27's exception). */
export function writeDemoFile(folder: string, demo: DemoFile): void {
  writeWhole(path(folder), `${JSON.stringify(demo, null, 2)}\n`)
}

function notDemo(folder: string, why: string): StartRefused {
  return new StartRefused(
    `このデータフォルダでは練習モードを始められません（${why}）: ${folder}\n練習には、--data-dir で空の別フォルダを指定してください。データは変更していません。 (This folder holds no demo data.)`,
    { reason: 'data-not-demo' },
  )
}

/** The sample app first, then the nine companies of the notices, then `invented` more. */
export async function registerNoticeProviders(
  engine: OpenEngine,
  sampleRedirectUri: string | undefined,
  invented = 0,
): Promise<DemoFile['providers']> {
  const registered = []
  const more = Array.from({ length: invented }, (_, i) => inventedProvider(i + 1))
  for (const [index, provider] of [sampleProvider, ...noticeProviders, ...more].entries())
    registered.push(
      await registerProvider(
        engine,
        provider,
        index,
        index === 0 && sampleRedirectUri !== undefined ? [sampleRedirectUri] : [],
      ),
    )
  return registered
}

/** Nobody approves invented providers, so the program takes them through R11's states itself. */
async function registerProvider(
  engine: OpenEngine,
  provider: NoticeProvider,
  index: number,
  ownRedirectUris: string[],
): Promise<DemoFile['providers'][number]> {
  const { publicJwk, privateJwk } = await makeKeys(provider.algorithm)
  const clientId = `demo-provider-${index}`
  const redirectUris = [
    ...ownRedirectUris,
    `https://provider-${index}.example/callback`,
    `http://127.0.0.1:${53_680 + index}/callback`,
  ]
  const ctx = systemContext(engine)
  const id = await createProvider(ctx, {
    clientId,
    name: provider.name,
    kana: provider.kana,
    servicePersonal: provider.personal,
    serviceBusiness: provider.business,
    registrationNumber: '',
    contact: '未確認（見本）',
    channels: channelsOf(provider),
    scopes: [...scopes],
    redirectUris,
    jwks: { keys: [publicJwk as never] },
    jwksUri: '',
    signingAlgorithm: provider.algorithm,
    dpop: provider.dpop ?? true,
    ...plainProvider,
    asksServices: provider.asksServices ?? false,
    asksAccounts: provider.asksAccounts ?? false,
  })
  let version = 1
  for (const to of ['review', 'approval', 'active'] as const) {
    await changeProviderStatus(ctx, { id, version, to, reason: '' })
    version += 1
  }
  return {
    name: provider.name,
    clientId,
    channels: channelsOf(provider),
    redirectUris,
    scope: scopes.join(' '),
    tokenEndpointAuthMethod: 'private_key_jwt',
    privateJwk: privateJwk as Record<string, unknown>,
    dpop: provider.dpop ?? true,
  }
}

async function makeKeys(
  algorithm: 'PS256' | 'ES256',
): Promise<{ publicJwk: JWK; privateJwk: JWK }> {
  const pair = await generateKeyPair(algorithm, { extractable: true })
  const bare = await exportJWK(pair.publicKey)
  const named = { kid: await calculateJwkThumbprint(bare), alg: algorithm, use: 'sig' }
  return {
    publicJwk: { ...bare, ...named },
    privateJwk: { ...(await exportJWK(pair.privateKey)), ...named },
  }
}

/** The sample app listens on another port at each start; once its provider has ended, nothing of it changes any more. */
async function moveSampleProvider(
  engine: OpenEngine,
  demo: DemoFile,
  redirectUri: string,
): Promise<void> {
  const entry = demo.providers[0]
  const registered = entry && providerByClientId(engine, entry.clientId)
  if (!entry || !registered || registered.status === 'ended') return
  if (registered.redirectUris.includes(redirectUri)) return
  const redirectUris = [
    redirectUri,
    ...registered.redirectUris.filter((uri) => !uri.endsWith('/kakeibo/callback')),
  ]
  entry.redirectUris = redirectUris
  const { id, version } = registered
  await updateProvider(systemContext(engine), {
    id,
    version,
    provider: { ...registered, redirectUris },
  })
}
