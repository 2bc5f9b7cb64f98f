import { afterAll, beforeAll, expect, it } from 'vitest'
import { changeProviderStatus, saveLedger, updateProvider } from '#engine'
import { consoleOf, type Desk, type OpenConsole, openDesk } from '../support/desk-client.ts'
import { pdfText } from '../support/pdf-text.ts'
import { World } from '../support/world.ts'

/** R158: the 接続通知書 says what the registry says, and what changed since the one before. */
let world: World
let listener: OpenConsole
let admin: Desk
beforeAll(async () => {
  world = await World.open()
  listener = await consoleOf(world)
  const { login, actor } = await world.staff('hq-admin')
  admin = openDesk(listener.url).desk
  await admin.staff.signIn(login)
  await saveLedger(world.by(actor), {
    ...{ providerId: world.provider().id, item: 'party.technical', version: 1 },
    ...{ value: '開発部 03-9999-0000', note: '', evidence: '', owner: '', dueOn: null },
  })
})
afterAll(async () => {
  await listener.close()
  await world.close()
})

const make = async () => {
  const made = await admin.providers.notice({ id: world.provider().id })
  const text = Buffer.from(made.text, 'base64').toString()
  const lines = (await pdfText(Buffer.from(made.pdf, 'base64'))).join('\n')
  return { ...made.notice, text, lines, pdf: lines.replace(/\s/g, '') }
}

it('has issuer, addresses, client, limits, errors and contacts, as PDF and as text alike (R158)', async () => {
  const { number, formerAt, text, lines, pdf } = await make()
  expect([number, formerAt]).toEqual([1, null])
  const p = world.registered()
  for (const words of [
    'http://127.0.0.1:1/.well-known/oauth-authorization-server',
    'http://127.0.0.1:1/par',
    p.clientId,
    ...p.redirectUris,
    'private_key_jwt（ES256）',
    p.jwks?.keys[0]?.kid ?? '?',
    '90日',
    '600秒',
    'invalid_client',
    '開発部',
    '018-000-0000',
    '初めての通知書です。',
  ]) {
    expect(text).toContain(words)
    expect(pdf).toContain(words.replace(/\s/g, ''))
  }
  // No word is cut between two lines.
  expect(lines).toContain('（メタデータ）')
})

it('says what is new and what is no more since the one before, or that nothing is', async () => {
  const same = await make()
  expect([same.number, same.added, same.gone]).toEqual([2, [], []])
  expect(same.text).toContain('変更はありません。')
  const { id, version, ...before } = world.registered()
  const redirectUris = ['https://moved.example/callback']
  await updateProvider(world.by(), { id, version, provider: { ...before, redirectUris } })
  const { added, gone, text } = await make()
  expect(added).toEqual([expect.stringContaining('https://moved.example/callback')])
  expect(gone).toEqual([expect.stringContaining(before.redirectUris[0] ?? '?')])
  expect(text).toContain(`【旧】　${gone[0]}`)
})

it('of one that has ended none is made, and nothing is saved on its ledger or registration: each says that it has ended', async () => {
  const { id, version, ...provider } = world.registered()
  const change = { id, version, to: 'ended', cause: 'merged', reason: '' } as const
  await changeProviderStatus(world.by(), change)
  const ended = { code: 'provider.ended' }
  await expect(admin.providers.notice({ id })).rejects.toMatchObject(ended)
  // A form that was opened before it ended: that it has ended counts, and not that its version is another now.
  await expect(updateProvider(world.by(), { id, version, provider })).rejects.toMatchObject({
    code: 'provider.ended',
  })
  const entry = { item: 'party.technical', version: 2, value: 'x', note: '', evidence: '' } as const
  await expect(
    saveLedger(world.by(), { providerId: id, ...entry, owner: '', dueOn: null }),
  ).rejects.toMatchObject({ code: 'provider.ended' })
})
