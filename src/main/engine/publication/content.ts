import { createHash } from 'node:crypto'
import { query } from '#db'
import type { PublicationState } from '#shared/contract/publication'
import { ledgerItems } from '#shared/ledger'
import { ledgerLabel } from '#shared/ledger-words'
import { japanese } from '#shared/messages/catalogue'
import { connected } from '#shared/provider-status'
import type { PublicationBody } from '#shared/publication'
import { clauseNames } from '#shared/publication'
import type { Engine } from '../engine.ts'
import { entryOf } from '../ledger/entries.ts'
import { asProvider } from '../providers/provider.ts'

const inUse = query<Record<never, never>>()((k) =>
  k.selectFrom('providers').selectAll().where('status', 'in', connected),
)

/**
 * What the registry and the ledgers say of the providers that are connected, in 五十音順 of their readings (R16): also of one that is
 * stopped for a while, whose contract goes on. Read on the connection that writes, so that it can be asked in a commit.
 */
export function publicationBody(engine: Engine): PublicationBody {
  const order = new Intl.Collator('ja')
  const providers = engine.store
    .statement(inUse)
    .all({})
    .map(asProvider)
    .sort((a, b) => order.compare(a.kana, b.kana))
  const listed = (channel: 'personal' | 'business') =>
    providers
      .filter(({ channels }) => channels.includes(channel))
      .map(({ name, servicePersonal, serviceBusiness }) => ({
        provider: name,
        service: channel === 'personal' ? servicePersonal : serviceBusiness,
      }))
  return {
    institution: engine.settings.get('institution').name,
    practice: engine.settings.mark('demo') === true,
    personal: listed('personal'),
    business: listed('business'),
    clauses: providers.map(({ id, name, registrationNumber }) => ({
      provider: name,
      registrationNumber,
      ...clausesOf(engine, id),
    })),
    standards: Object.keys(ledgerItems)
      .filter((item) => item.startsWith('standards.'))
      .map((item) => ledgerLabel(japanese, item)),
    providerIds: providers.map(({ id }) => id),
  }
}

function clausesOf(engine: Engine, providerId: number) {
  const of = (name: string): string => entryOf(engine, providerId, `clauses.${name}`)?.value ?? ''
  return {
    liability: of('liability'),
    safety: of('safety'),
    subprocessors: of('subprocessors'),
  }
}

/** Clauses that nobody has entered, or that nobody else has checked: with one of them nothing is published (R18). */
export function missingForPublication(engine: Engine): PublicationState['missing'] {
  const order = new Intl.Collator('ja')
  return engine.store
    .statement(inUse)
    .all({})
    .map(asProvider)
    .sort((a, b) => order.compare(a.kana, b.kana))
    .flatMap(({ id, name }) =>
      clauseNames.flatMap((clause) => {
        const item = `clauses.${clause}`
        const entry = entryOf(engine, id, item)
        const lack =
          (entry?.value ?? '') === ''
            ? 'empty'
            : entry?.checkedBy === null
              ? 'unchecked'
              : undefined
        return lack ? [{ providerId: id, provider: name, item, lack } as const] : []
      }),
    )
}

/** The name of a body: the same for bodies that say the same. */
export const bodyName = (body: PublicationBody): string =>
  createHash('sha256').update(JSON.stringify(body)).digest('hex')
