import type { Actor } from '#engine'
import { consentActor, makeAct, noteIdentity, openRequest } from '#engine'
import type { StaffRequest } from '#shared/contract/requests'
import type { ActForm } from '#shared/request'
import type { Desk } from './desk-client.ts'
import type { World } from './world.ts'

/** One paper with a photograph, which is enough at the counter. */
export const licence = {
  kind: 'driving-licence',
  issuer: '秋田県公安委員会',
  digits: '1234',
} as const
export const employeeCard = { kind: 'employee-card', issuer: '', digits: '0001' } as const
/** By which an heir shows to be one. */
export const heirsPaper = { kind: 'family-register', issuer: '秋田市', digits: '' } as const
const plain = { note: '', confirmation: '', days: null, afterwards: null, paperReceivedOn: null }

/** Somebody at the counter with papers: the shortest way to an identity that is met. */
export async function atCounter(desk: Desk, customerId: number): Promise<StaffRequest> {
  const { id } = await desk.requests.open({
    customerId,
    requestChannel: 'branch',
    requester: 'self',
    otherBranchReason: '',
  })
  return desk.requests.noteIdentity({ id, item: 'document', papers: [licence] })
}

/** Opens a request at the counter and ends what is asked. */
export async function endAtCounter(
  desk: Desk,
  customerId: number,
  which: (grant: { providerName: string }) => boolean = () => true,
): Promise<StaffRequest> {
  const request = await atCounter(desk, customerId)
  const { full } = await desk.customers.find({ id: customerId })
  const grantIds = (full?.grants ?? [])
    .filter((grant) => grant.status === 'active' && which(grant))
    .map((grant) => grant.id)
  return desk.requests.act({
    ...plain,
    requestId: request.id,
    kind: 'revoke',
    scope: { kind: 'grants', grantIds },
    reason: 'no-longer-used',
  })
}

/** The same on the engine itself; for a company, whoever of it comes with a card of theirs. @returns the request's id */
export async function openAtCounter(world: World, actor: Actor, customerId = 1): Promise<number> {
  const company = world.engine.bank.customer(customerId)?.channel === 'business'
  const id = await openRequest(world.by(actor), {
    customerId,
    providerId: null,
    requestChannel: 'branch',
    requester: company ? 'company-contact' : 'self',
    otherBranchReason: '',
  })
  await noteIdentity(world.by(actor), {
    id,
    item: 'document',
    papers: company ? [licence, employeeCard] : [licence],
  })
  return id
}

export function act(
  world: World,
  actor: Actor,
  requestId: number,
  form: Partial<ActForm> & Pick<ActForm, 'kind' | 'scope'>,
): Promise<number> {
  return makeAct(world.by(actor), { ...plain, requestId, reason: 'no-longer-used', ...form })
}

/** A link of a company as one of its users permits it, in one row of its history. @returns it with its user's and company's names */
export function linkOfCompany(world: World, { kept = true } = {}) {
  const grantId = world.engine.sequences.next('grants')
  const { bank, store } = world.engine
  const company = store.find('customers', { channel: 'business' })
  const [user] = bank.users(company?.id ?? 0)
  if (!company || !user) throw new RangeError('no company with a user')
  const { name } = consentActor(world.engine, company.id, user.id)
  const now = world.clock.now()
  store.bulk((db) =>
    db.exec(`INSERT INTO grants (id, customerId, providerId, channel, scopes, status, grantedAt, expiresAt, textVersion, termsVersion, shownHash, loginKey)
      VALUES (${grantId}, ${company.id}, 1, 'business', 'accounts', 'active', ${now}, ${now + 1_000_000}, 1, '第1版', zeroblob(32), ${kept ? user.id : null});
      INSERT INTO grantHistory (grantId, seq, at, type, toStatus, actorKind, actorId, actorName, correlationId)
      VALUES (${grantId}, 1, ${now}, 'permitted', 'active', 'customer', '${company.id}', '${name}', 'x')`),
  )
  return { grantId, company, user: user.userName }
}
