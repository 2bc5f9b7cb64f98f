import { randomBytes } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { query } from '#db'
import { AppError } from '#shared/errors'
import { isoDate } from '#shared/japanese-date'
import { Jwks, type ProviderInput } from '#shared/provider'
import { connected } from '#shared/provider-status'
import { act } from '../act.ts'
import type { ActContext } from '../actor.ts'
import type { Engine } from '../engine.ts'
import { twoPersonAct } from '../proposals/propose.ts'
import { refuseUnknownOffice, refuseUnmet } from './may-become.ts'
import { recordName } from './names.ts'
import { type PlannedColumns, planChange } from './planned.ts'
import { providerById } from './provider.ts'
import { fingerprint, keyObjectOf, publicPart } from './public-key.ts'

const flag = (value: boolean): 0 | 1 => (value ? 1 : 0)

function columns(input: ProviderInput) {
  const { name, kana, servicePersonal, serviceBusiness, contact, signingAlgorithm } = input
  const { site, privacyPolicy, purpose } = input
  return {
    ...{ name, kana, servicePersonal, serviceBusiness, contact, signingAlgorithm },
    ...{ site, privacyPolicy, purpose },
    registrationNumber: input.registrationNumber || null,
    channels: JSON.stringify(input.channels),
    scopes: input.scopes.join(' '),
    redirectUris: JSON.stringify(input.redirectUris),
    jwks: input.jwks && JSON.stringify({ keys: Jwks.parse(input.jwks).keys.map(publicPart) }),
    jwksUri: input.jwksUri || null,
    dpop: flag(input.dpop),
    asksServices: flag(input.asksServices),
    asksAccounts: flag(input.asksAccounts),
    policy: JSON.stringify(input.policy),
  }
}

const numbered = query<Record<never, never>>()((k) =>
  k
    .selectFrom('counters')
    .select((e) => [
      'n',
      e
        .selectFrom('providers')
        .select((p) => p.fn.max('id').as('id'))
        .as('newest'),
    ])
    .where('name', '=', 'newestDeletedProvider'),
)
/** Inside a commit unit. A number that no provider has had, also none whose draft was deleted. */
function nextNumber({ store }: Engine): number {
  const found = store.statement(numbered).get({})
  return Math.max(found?.n ?? 0, found?.newest ?? 0) + 1
}

/** The columns that a change is about, as they are and as they will be. */
function changedColumns(before: ProviderInput, after: ProviderInput): PlannedColumns {
  const [was, becomes] = [columns(before), columns(after)]
  const names = (Object.keys(was) as (keyof typeof was)[]).filter(
    (name) => was[name] !== becomes[name],
  )
  const of = (values: typeof was) => Object.fromEntries(names.map((name) => [name, values[name]]))
  return { was: of(was), becomes: of(becomes) }
}

/** Registers a provider as 下書き. @returns its id @throws AppError provider.registration-number-taken */
export const createProvider = act(
  'providers.create',
  ({ engine }, { clientId = newClientId(), ...input }: ProviderInput & { clientId?: string }) => {
    refuseBrokenKeys(input)
    refuseUnknownOffice(engine, input)
    const at = engine.clock.now()
    const id = oneRegistrationNumber(() =>
      engine.store.insert('providers', {
        ...columns(input),
        id: nextNumber(engine),
        clientId,
        status: 'draft',
        statusAt: at,
        createdAt: at,
        updatedAt: at,
      }),
    )
    recordName(engine, id, input)
    return {
      target: { kind: 'provider', id, label: input.name },
      after: registration(input),
      result: id,
    }
  },
)

interface UpdateForm {
  id: number
  version: number
  provider: ProviderInput
  /** The day from which it holds, `YYYY-MM-DD`; null: as soon as it is agreed to. */
  from?: string | null
  /** By what a connected provider of another name is the same legal person. */
  sameEntity?: string
}

/** Fields that no customer reads or is told and no request is judged by. 連絡先 is told to who phones (R56). */
const notes: readonly string[] = ['kana']

/**
 * Whether of the conditions of a contract nothing is changed but its own limits of calls, and those only become lower. A number where
 * there was none would take the provider out of what the house sets later, and none where there was one puts it back in.
 */
function onlyLowers(
  { policy: before }: Pick<ProviderInput, 'policy'>,
  { policy: after }: Pick<ProviderInput, 'policy'>,
): boolean {
  const { unattendedPerDay, callsPerMinute } = before
  const kept = (was: number | null, is: number | null): boolean =>
    is === was || (is !== null && was !== null && is < was)
  return (
    isDeepStrictEqual({ ...after, unattendedPerDay, callsPerMinute }, before) &&
    kept(unattendedPerDay, after.unattendedPerDay) &&
    kept(callsPerMinute, after.callsPerMinute)
  )
}

/** What of a registration is changed, by the table of persons (R14). */
function partOf({ engine }: ActContext, { id, provider, from = null }: UpdateForm) {
  const before = providerById(engine, id)
  if (!before || !connected.includes(before.status)) return 'inactive'
  if (from !== null) return 'registration'
  const [was, becomes] = [columns(before), columns(provider)]
  const changed = (name: string): boolean =>
    was[name as keyof typeof was] !== becomes[name as keyof typeof was]
  const others = Object.keys(was).filter((name) => changed(name) && !notes.includes(name))
  if (others.length === 0) return 'note'
  return others.every((name) => name === 'policy') && onlyLowers(before, provider)
    ? 'limits'
    : 'registration'
}

/**
 * Changes the registration; the next request of the provider meets the new one.
 * @throws AppError provider.not-found, provider.ended, provider.changed-meanwhile (someone saved since `version` was read),
 * policy.validity-missing, provider.ledger-incomplete (DPoP is given up without a checked reason), input.invalid (another legal name
 * of a connected provider, and nothing that says that it is the same legal person)
 */
export const updateProvider = twoPersonAct('providers.update', {
  what: partOf,
  perform: ({ engine, actor }, form: UpdateForm, agreed) => {
    const { id, version, provider, from = null, sameEntity = '' } = form
    const before = providerById(engine, id)
    if (!before) throw new AppError('provider.not-found')
    refuseBrokenKeys(provider)
    if (before.status === 'ended') throw new AppError('provider.ended')
    if (before.version !== version) throw new AppError('provider.changed-meanwhile')
    refuseUnmet(engine, before, provider)
    // No grant moves to another legal person (R164), which a new name of the same registration would do in silence.
    const renamed = connected.includes(before.status) && provider.name !== before.name
    if (renamed && sameEntity === '' && actor.kind === 'staff')
      throw new AppError('input.invalid', { detail: 'sameEntity' })
    const today = isoDate(engine.clock.now())
    // Before the activation, whose second person reads all of it, nothing has a day; nor is a day given that is over.
    if (from !== null && (!connected.includes(before.status) || (!agreed && from < today)))
      throw new AppError('input.invalid', { detail: 'from' })
    const told = {
      target: { kind: 'provider' as const, id, label: before.name },
      before: registration(before),
      after: {
        ...registration(provider),
        ...(from !== null && { effectiveOn: from }),
        ...(renamed && sameEntity !== '' && { sameEntity }),
      },
    }
    if (from !== null && from > today) {
      const names = { plannedByName: actor.name, approvedByName: agreed?.approver.name ?? '' }
      planChange(
        engine,
        { providerId: id, effectiveOn: from, ...names },
        changedColumns(before, provider),
      )
      return told
    }
    const change = { ...columns(provider), updatedAt: engine.clock.now(), version: version + 1 }
    oneRegistrationNumber(() => engine.store.update('providers', { id }, change))
    engine.authority.changed()
    recordName(engine, id, provider, before)
    return { ...told, target: { ...told.target, label: provider.name } }
  },
})

function newClientId(): string {
  return `p-${randomBytes(9)
    .toString('base64url')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '0')}`
}

/** A registration as the audit keeps it and a second person reads it: of the keys their kid and thumbprint. */
export function registration(provider: ProviderInput) {
  const { jwks: _, ...kept } = columns(provider)
  const told = Object.keys(kept).map((name) => [name, provider[name as keyof ProviderInput]])
  return { ...Object.fromEntries(told), kids: provider.jwks?.keys.map(fingerprint) ?? [] }
}

function oneRegistrationNumber<T>(save: () => T): T {
  try {
    return save()
  } catch (error) {
    if (
      error instanceof Error &&
      /providersByRegistration|UNIQUE.*registrationNumber/.test(error.message)
    )
      throw new AppError('provider.registration-number-taken', { cause: error })
    throw error
  }
}

/** Whatever is registered can be verified with. @throws AppError input.invalid */
function refuseBrokenKeys({ jwks }: ProviderInput): void {
  if (jwks?.keys.some((key) => !keyObjectOf(key)))
    throw new AppError('input.invalid', { detail: 'jwks' })
}
