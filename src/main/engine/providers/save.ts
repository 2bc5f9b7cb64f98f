import { randomBytes } from 'node:crypto'
import { query } from '#db'
import { AppError } from '#shared/errors'
import type { ProviderInput } from '#shared/provider'
import type { Actor } from '../actor.ts'
import { recordAudit } from '../audit/record.ts'
import type { Engine } from '../engine.ts'
import { validityDays } from '../policy.ts'
import { recordName } from './names.ts'
import { providerById } from './provider.ts'
import type { Provider } from './shape.ts'
import { recordAct } from './single-handed.ts'

interface Columns {
  name: string
  kana: string
  servicePersonal: string
  serviceBusiness: string
  registrationNumber: string | null
  contact: string
  channels: string
  scopes: string
  redirectUris: string
  jwks: string | null
  jwksUri: string | null
  signingAlgorithm: Provider['signingAlgorithm']
  dpop: 0 | 1
  asksServices: 0 | 1
  asksAccounts: 0 | 1
  policy: string
  at: number
}

const insert = query<Columns & { clientId: string }>()((k, v) =>
  k
    .insertInto('providers')
    .values({
      clientId: v('clientId'),
      name: v('name'),
      kana: v('kana'),
      servicePersonal: v('servicePersonal'),
      serviceBusiness: v('serviceBusiness'),
      registrationNumber: v('registrationNumber'),
      contact: v('contact'),
      channels: v('channels'),
      scopes: v('scopes'),
      redirectUris: v('redirectUris'),
      jwks: v('jwks'),
      jwksUri: v('jwksUri'),
      signingAlgorithm: v('signingAlgorithm'),
      dpop: v('dpop'),
      asksServices: v('asksServices'),
      asksAccounts: v('asksAccounts'),
      policy: v('policy'),
      status: 'draft',
      statusAt: v('at'),
      createdAt: v('at'),
      updatedAt: v('at'),
    })
    .returning('id'),
)
const update = query<Columns & { id: number; version: number }>()((k, v) =>
  k
    .updateTable('providers')
    .set((e) => ({
      name: v('name'),
      kana: v('kana'),
      servicePersonal: v('servicePersonal'),
      serviceBusiness: v('serviceBusiness'),
      registrationNumber: v('registrationNumber'),
      contact: v('contact'),
      channels: v('channels'),
      scopes: v('scopes'),
      redirectUris: v('redirectUris'),
      jwks: v('jwks'),
      jwksUri: v('jwksUri'),
      signingAlgorithm: v('signingAlgorithm'),
      dpop: v('dpop'),
      asksServices: v('asksServices'),
      asksAccounts: v('asksAccounts'),
      policy: v('policy'),
      updatedAt: v('at'),
      version: e('version', '+', 1),
    }))
    .where('id', '=', v('id'))
    .where('version', '=', v('version'))
    .where('status', '<>', 'ended'),
)

function columns(input: ProviderInput, at: number): Columns {
  return {
    name: input.name,
    kana: input.kana,
    servicePersonal: input.servicePersonal,
    serviceBusiness: input.serviceBusiness,
    registrationNumber: input.registrationNumber || null,
    contact: input.contact,
    channels: JSON.stringify(input.channels),
    scopes: input.scopes.join(' '),
    redirectUris: JSON.stringify(input.redirectUris),
    jwks: input.jwks && JSON.stringify(input.jwks),
    jwksUri: input.jwksUri || null,
    signingAlgorithm: input.signingAlgorithm,
    dpop: input.dpop ? 1 : 0,
    asksServices: input.asksServices ? 1 : 0,
    asksAccounts: input.asksAccounts ? 1 : 0,
    policy: JSON.stringify(input.policy),
    at,
  }
}

/** Registers a provider as 下書き under a new client_id. @throws AppError provider.registration-number-taken */
export function createProvider(
  engine: Engine,
  actor: Actor,
  input: ProviderInput,
  correlationId: string,
  clientId = newClientId(),
): Promise<number> {
  return engine.store.write(() =>
    oneRegistrationNumber(() => {
      const row = engine.store
        .statement(insert)
        .get({ ...columns(input, engine.clock.now()), clientId })
      const id = Number(row?.id)
      recordName(engine, id, input)
      recordAudit(engine, {
        actor,
        action: 'providers.create',
        target: { kind: 'provider', id, label: input.name },
        after: summary(input),
        correlationId,
      })
      return id
    }),
  )
}

/**
 * Changes the registration; the next request of the provider meets the new one.
 * @throws AppError provider.not-found, provider.changed-meanwhile (someone saved since `version` was read)
 */
export function updateProvider(
  engine: Engine,
  actor: Actor,
  id: number,
  version: number,
  input: ProviderInput,
  correlationId: string,
): Promise<void> {
  return engine.store.write(() =>
    oneRegistrationNumber(() => {
      const before = providerById(engine, id)
      if (!before) throw new AppError('provider.not-found')
      if (before.status === 'active') refuseUnready(engine, input)
      const changed = engine.store
        .statement(update)
        .run({ ...columns(input, engine.clock.now()), id, version })
      if (changed !== 1) throw new AppError('provider.changed-meanwhile')
      engine.authority.changed()
      recordName(engine, id, input, before)
      const keysOrAddresses =
        JSON.stringify([before.redirectUris, before.jwks, before.jwksUri]) !==
        JSON.stringify([input.redirectUris, input.jwks, input.jwksUri])
      if (keysOrAddresses && before.status !== 'draft')
        recordAct(engine, actor, id, 'providers.change-keys-or-addresses')
      recordAudit(engine, {
        actor,
        action: 'providers.update',
        target: { kind: 'provider', id, label: input.name },
        before: summary(before),
        after: summary(input),
        singleHanded: keysOrAddresses && before.status !== 'draft',
        correlationId,
      })
    }),
  )
}

/** R37: a channel whose validity nobody has set cannot be used. @throws AppError policy.validity-missing */
export function refuseUnready(
  engine: Engine,
  provider: Pick<Provider, 'channels' | 'policy'>,
): void {
  for (const channel of provider.channels) validityDays(engine, channel, provider)
}

function newClientId(): string {
  return `p-${randomBytes(9)
    .toString('base64url')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '0')}`
}

/** What the audit keeps of a registration: all of it but key material, of which the kid is enough. */
function summary(provider: ProviderInput | Provider) {
  const {
    name,
    kana,
    servicePersonal,
    serviceBusiness,
    registrationNumber,
    contact,
    channels,
    scopes,
    redirectUris,
    jwksUri,
    signingAlgorithm,
    dpop,
    asksServices,
    asksAccounts,
    policy,
  } = provider
  const kids = provider.jwks?.keys.map((key) => key.kid) ?? []
  return {
    name,
    kana,
    servicePersonal,
    serviceBusiness,
    registrationNumber,
    contact,
    channels,
    scopes,
    redirectUris,
    jwksUri,
    kids,
    signingAlgorithm,
    dpop,
    asksServices,
    asksAccounts,
    policy,
  }
}

function oneRegistrationNumber<T>(save: () => T): T {
  try {
    return save()
  } catch (error) {
    if (
      (error instanceof Error && error.message.includes('providersByRegistration')) ||
      (error instanceof Error && /UNIQUE.*registrationNumber/.test(error.message))
    )
      throw new AppError('provider.registration-number-taken', { cause: error })
    throw error
  }
}
