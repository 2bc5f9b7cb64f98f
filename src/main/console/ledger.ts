import {
  attachEvidence,
  callLimits,
  checkLedger,
  dueDays,
  evidenceFile,
  evidenceOfItems,
  importChecklist,
  ledgerOf,
  missingInLedger,
  providerById,
  removeFromLedger,
  saveLedger,
  takePiece,
} from '#engine'
import { AppError } from '#shared/errors'
import { dueText } from '#shared/ledger-words'
import { japanese } from '#shared/messages/catalogue'
import { calendarOf } from '../paper/ical.ts'
import { outcome, signedIn } from './answer.ts'

export const ledger = {
  find: signedIn.ledger.find.handler(({ context: { engine, actor }, input }) => {
    const provider = providerById(engine, input.providerId)
    if (!provider) throw new AppError('provider.not-found')
    const { id, name, status } = provider
    const filesOf = evidenceOfItems(engine, id)
    return {
      provider: { id, name, status },
      entries: ledgerOf(engine, id).map((row) => ({
        ...row,
        files: filesOf(row.item),
        mine: String(row.enteredBy) === actor.id,
      })),
      missing: missingInLedger(engine, provider),
      limits: (['unattendedPerDay', 'callsPerMinute'] as const).map((limit) => ({
        limit,
        n: callLimits(engine, provider)[limit],
        byContract: provider.policy[limit] !== null,
      })),
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
  send: signedIn.ledger.send.handler(({ context, input: { piece, ...which } }) => ({
    size: takePiece(context, { ...which, piece: Buffer.from(piece, 'base64') }),
  })),
  attach: signedIn.ledger.attach.handler(async ({ context, input }) => ({
    sha256: await attachEvidence(context, input),
  })),
  file: signedIn.ledger.file.handler(({ context, input }) => {
    const { name, bytes, sha256 } = evidenceFile(context.engine, input)
    return { fileName: name, file: Buffer.from(bytes).toString('base64'), sha256 }
  }),
  due: signedIn.ledger.due.handler(({ context }) => dueDays(context.engine)),
  calendar: signedIn.ledger.calendar.handler(({ context: { engine } }) => {
    const events = dueDays(engine).map((day) => ({
      uid: `${day.providerId}-${day.kind}-${day.item}@renkei-desk`,
      on: day.on,
      title: `${day.provider}　${dueText(japanese, day)}`,
      words: day.owner === '' ? '' : `${japanese('ledger.owner')}：${day.owner}`,
    }))
    const file = calendarOf(japanese('ledger.title'), engine.clock.now(), events)
    return { fileName: 'renkei-desk.ics', file: Buffer.from(file).toString('base64') }
  }),
  importChecklist: signedIn.ledger.importChecklist.handler(
    async ({ context, input }) => (await importChecklist(context, input)) ?? { written: 0 },
  ),
}
