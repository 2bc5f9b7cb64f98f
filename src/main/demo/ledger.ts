import { randomUUID } from 'node:crypto'
import { type Actor, checkLedger, type OpenEngine, providerByClientId, saveLedger } from '#engine'
import { testItem } from '#shared/connection-test'
import { isoDate } from '#shared/japanese-date'
import { type FixedItem, kindOf, ledgerItems } from '#shared/ledger'
import { monthsAfter } from '#shared/ledger-due'

/** Of the sample app, which is nobody's: the companies of the notices are real, and nothing is invented of them (R20). */
export async function fillSampleLedger(
  engine: OpenEngine,
  clientId: string,
  [maker, checker]: readonly [Actor, Actor],
): Promise<void> {
  const providerId = providerByClientId(engine, clientId)?.id ?? 0
  const items = (Object.keys(ledgerItems) as FixedItem[]).filter(
    (item) => item !== 'technical.unbound',
  )
  const by = (actor: Actor) => ({ engine, actor, correlationId: randomUUID() })
  for (const item of items)
    await saveLedger(by(maker), {
      ...{ providerId, item, version: 0, value: valueFor(engine, item) },
      note: item === testItem || item.startsWith('standards.') ? '練習用の見本のため' : '',
      ...{ evidence: '', owner: maker.name, dueOn: null },
    })
  await checkLedger(by(checker), {
    providerId,
    items: items.map((item) => ({ item, version: 1 })),
  })
}

function valueFor(engine: OpenEngine, item: FixedItem): string {
  const kind = kindOf(item)
  if (kind?.kind === 'choice') return kind.values[0] ?? ''
  const today = isoDate(engine.clock.now())
  if (item === 'contract.endsOn') return monthsAfter(today, 12)
  return kind?.kind === 'day' ? today : '練習用の記載です'
}
