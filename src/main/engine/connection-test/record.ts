import { createHash } from 'node:crypto'
import {
  type ConnectionStep,
  connectionSteps,
  takesTests,
  testedAs,
  testItem,
} from '#shared/connection-test'
import { AppError } from '#shared/errors'
import { timeText } from '#shared/japanese-date'
import { mostEvidenceFiles } from '#shared/ledger'
import { english, japanese } from '#shared/messages/catalogue'
import { act } from '../act.ts'
import { systemContext } from '../actor.ts'
import type { Engine } from '../engine.ts'
import { endGrant } from '../grants/end.ts'
import { entryOf, entryTold } from '../ledger/entries.ts'
import { evidenceOfItems } from '../ledger/evidence.ts'
import { ledgerTarget, writeEntry } from '../ledger/save.ts'
import { providerByClientId, providerById } from '../providers/provider.ts'
import { registrationHash } from '../providers/registration-hash.ts'
import type { Provider } from '../providers/shape.ts'
import type { TestChannel } from './discovery.ts'
import { type ConnectionState, connectionState, testGrants } from './steps.ts'

/** @throws AppError provider.not-found, provider.ended, connection.closed (nobody has opened the test channel, or it is not for this provider now) */
function tested(real: Engine, channel: TestChannel | null, id: number): Provider {
  const provider = providerById(real, id)
  if (!provider) throw new AppError('provider.not-found')
  if (provider.status === 'ended') throw new AppError('provider.ended')
  if (!channel || !takesTests(provider.status)) throw new AppError('connection.closed')
  return provider
}

/** What stands in the protocol of a test: the ledger keeps it as a file. */
function protocolOf(
  provider: Provider,
  issuer: string,
  { registration, since, steps }: ConnectionState,
): string {
  const line = ({ step, metAt }: { step: ConnectionStep; metAt: number | null }): string =>
    [
      metAt === null ? '－' : timeText(metAt, true),
      `${japanese(`connectionStep.${step}`)} / ${english(`connectionStep.${step}`)}`,
      connectionSteps[step],
    ].join('\t')
  return [
    japanese('connectionTest.protocol', { name: provider.name }),
    `issuer\t${issuer}`,
    `client_id\t${provider.clientId}`,
    `registration SHA-256\t${registration}`,
    `${japanese('connectionTest.since')}\t${timeText(since, true)}`,
    ...steps.map(line),
    '',
  ].join('\r\n')
}

/**
 * Takes a passed connection test into the ledger, with its protocol as evidence; another person checks it like any other item.
 * @throws AppError provider.not-found, connection.closed, connection.unmet (with the steps as its detail), provider.changed-meanwhile
 * (the registration was changed since), ledger.file-too-many
 */
export function recordConnectionTest(channel: () => TestChannel | null) {
  return act(
    'connectionTest.record',
    async ({ engine }, { providerId }: { providerId: number }) => {
      const open = channel()
      const provider = tested(engine, open, providerId)
      await open?.copied()
      const state = open && (await connectionState(open, provider.clientId))
      if (!open || !state) throw new AppError('connection.closed')
      return { state, issuer: open.issuer }
    },
    (ctx, { providerId }, { state, issuer }) => {
      const { engine, actor } = ctx
      const provider = tested(engine, channel(), providerId)
      if (registrationHash(provider) !== state.registration)
        throw new AppError('provider.changed-meanwhile')
      const unmet = state.steps.filter(({ needed, metAt }) => needed && metAt === null)
      if (unmet.length > 0)
        throw new AppError('connection.unmet', { detail: unmet.map(({ step }) => step).join(' ') })
      const target = ledgerTarget(engine, providerId)
      const before = entryOf(engine, providerId, testItem)
      if (evidenceOfItems(engine, providerId)(testItem).length >= mostEvidenceFiles)
        throw new AppError('ledger.file-too-many')
      const now = engine.clock.now()
      const { after } = writeEntry(ctx, {
        ...{ providerId, item: testItem, version: before?.version ?? 0, value: 'passed' },
        note: japanese('connectionTest.note', { issuer, time: timeText(now) }),
        evidence: testedAs(state.registration),
        ...{ owner: before?.owner ?? '', dueOn: before?.dueOn ?? null },
      })
      const bytes = Buffer.from(`\ufeff${protocolOf(provider, issuer, state)}`)
      const sha256 = createHash('sha256').update(bytes).digest()
      const name = `connection-test-${provider.clientId}-${state.registration.slice(0, 8)}.txt`
      engine.store.insert('ledgerFiles', {
        ...{ providerId, item: testItem, name, size: bytes.length, sha256, bytes },
        ...{ enteredBy: Number(actor.id), enteredByName: actor.name, enteredAt: now },
      })
      const told = { ...entryTold(after), file: name, sha256: sha256.toString('hex') }
      return { target, before: before && entryTold(before), after: told }
    },
  )
}

/** In the test engine: the union ends what lives of a provider's test links. */
const endTestGrants = act('connectionTest.endLinks', (ctx, { clientId }: { clientId: string }) => {
  const provider = providerByClientId(ctx.engine, clientId)
  if (!provider) throw new AppError('provider.not-found')
  const grants = testGrants(ctx.engine, provider)
  for (const grantId of grants)
    endGrant(ctx, {
      ...{ grantId, to: 'terminated', reason: 'other', action: 'grants.revoke' },
      ...{
        requester: 'institution',
        requestChannel: 'institution',
        note: japanese('connectionTest.title'),
      },
    })
  return {
    target: { kind: 'provider', id: provider.id, label: provider.name },
    after: { grants: grants.length },
    result: grants.length,
  }
})

/**
 * The union's own part of a test: it ends the links of the test, and the provider's next call is to be refused. No link of a customer
 * is in reach: they are of another engine.
 * @returns how many links ended
 * @throws AppError provider.not-found, connection.closed
 */
export function endTestLinks(channel: () => TestChannel | null) {
  return act(
    'connectionTest.endLinks',
    async ({ engine, actor }, { providerId }: { providerId: number }) => {
      const open = channel()
      const { clientId } = tested(engine, open, providerId)
      if (!open) throw new AppError('connection.closed')
      const by = { ...systemContext(open.engine), actor }
      return (await endTestGrants(by, { clientId })) ?? 0
    },
    ({ engine }, { providerId }, grants) => ({
      target: ledgerTarget(engine, providerId),
      after: { grants },
      result: grants,
    }),
  )
}
