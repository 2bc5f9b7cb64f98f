import {
  checkLedger,
  importChecklist,
  ledgerOf,
  missingInLedger,
  providerById,
  removeFromLedger,
  saveLedger,
} from '#engine'
import { AppError } from '#shared/errors'
import { outcome, signedIn } from './answer.ts'

export const ledger = {
  find: signedIn.ledger.find.handler(({ context: { engine, actor }, input }) => {
    const provider = providerById(engine, input.providerId)
    if (!provider) throw new AppError('provider.not-found')
    const { id, name, status } = provider
    return {
      provider: { id, name, status },
      entries: ledgerOf(engine, id).map((row) => ({
        ...row,
        mine: String(row.enteredBy) === actor.id,
      })),
      missing: missingInLedger(engine, provider),
      practice: engine.settings.mark('demo') === true,
    }
  }),
  save: signedIn.ledger.save.handler(async ({ context, input }) => {
    await saveLedger(context, input)
    return null
  }),
  check: signedIn.ledger.check.handler(async ({ context, input }) => {
    await checkLedger(context, input)
    return null
  }),
  remove: signedIn.ledger.remove.handler(outcome(removeFromLedger)),
  importChecklist: signedIn.ledger.importChecklist.handler(
    async ({ context, input }) => (await importChecklist(context, input)) ?? { written: 0 },
  ),
}
