import { query } from '#db'
import { AppError } from '#shared/errors'
import { isoDate } from '#shared/japanese-date'
import { lettersInFile } from '#shared/provider-case'
import { act } from '../act.ts'
import type { Engine } from '../engine.ts'
import { providerById } from '../providers/provider.ts'
import { concernedFrom, concernedOf, eachConcerned } from './concerned.ts'
import { type EndingLetters, lettersTo } from './letters.ts'
import { caseById, openCase, type ProviderCase, stepsWritten, writeStep } from './steps.ts'

const files = query<{ caseId: number }>()((k, v) =>
  k.selectFrom('caseLetterFiles').selectAll().where('caseId', '=', v('caseId')).orderBy('id'),
)
const ofFile = query<{ fileId: number }>()((k, v) =>
  k
    .selectFrom('caseLetters')
    .select('customerId')
    .where('fileId', '=', v('fileId'))
    .orderBy('customerId'),
)

/** The files of letters that were made, in their order: letters `first` to `last` of the case stand in each. */
export const letterFiles = ({ store }: Pick<Engine, 'store'>, caseId: number) =>
  store.statement(files).all({ caseId })

const lettersMade = (engine: Pick<Engine, 'store'>, caseId: number): number =>
  letterFiles(engine, caseId).at(-1)?.last ?? 0

const hasLetter = ({ store }: Pick<Engine, 'store'>, caseId: number, customerId: number) =>
  store.find('caseLetters', { caseId, customerId }) !== undefined

/**
 * The customers whom an ending concerns and for whom no letter was made yet, in the order of our numbers, and from when on
 * links may have come since.
 */
export async function withoutLetter(
  engine: Engine,
  found: ProviderCase,
): Promise<{ customerIds: number[]; from: number }> {
  const seen = new Set<number>()
  const without: number[] = []
  const from = await eachConcerned(engine, found, ({ customerId }) => {
    if (seen.has(customerId)) return
    seen.add(customerId)
    if (!hasLetter(engine, found.id, customerId)) without.push(customerId)
  })
  return { customerIds: without.sort((a, b) => a - b), from }
}

/** Inside a commit unit: whether nobody who has come since a reading is without a letter. */
const allHaveSince = (engine: Engine, found: ProviderCase, from: number): boolean =>
  concernedFrom(engine, found, from).every(({ customerId }) =>
    hasLetter(engine, found.id, customerId),
  )

/** By the index of live grants alone: 0.3 ms for a thousand, and less where somebody is left. */
const linkedWithout = query<{ caseId: number; providerId: number }>()((k, v) =>
  k
    .selectFrom('grants')
    .select('id')
    .where('providerId', '=', v('providerId'))
    .where('endedAt', 'is', null)
    .where((e) =>
      e.not(
        e.exists(
          e
            .selectFrom('caseLetters')
            .select('customerId')
            .where('caseId', '=', v('caseId'))
            .whereRef('caseLetters.customerId', '=', 'grants.customerId'),
        ),
      ),
    )
    .limit(1),
)

/** How many letters the step says that were made; 0: somebody says that none is needed, or nobody has said anything. */
const stepSays = (engine: Engine, { id }: ProviderCase): number => {
  const last = stepsWritten(engine, id).findLast(({ step }) => step === 'letters')
  return last?.outcome === 'done' ? Number.parseInt(last.note, 10) : 0
}

/**
 * Whether the step of the letters is told as done although somebody has none. One that an older version of the program wrote, which
 * kept nobody's name, stands as it was written.
 */
const isAsked = (engine: Engine, found: ProviderCase): boolean =>
  found.kind === 'ending' && stepSays(engine, found) > 0 && lettersMade(engine, found.id) > 0

/** Whether the letters are told as done, and somebody whose link lives has none. */
export const isLinkedWithoutLetter = (engine: Engine, found: ProviderCase): boolean =>
  isAsked(engine, found) &&
  engine.store.statement(linkedWithout).get({ caseId: found.id, providerId: found.providerId }) !==
    undefined

/** For the close of an ending whose letters are said to be made: who has none after all; null where nothing is to be asked. */
export const whoeverIsLeft = async (engine: Engine, found: ProviderCase) =>
  isAsked(engine, found) ? await withoutLetter(engine, found) : null

/** Inside the commit unit of the close, of what was read before it. */
export const isSomebodyLeft = (
  engine: Engine,
  found: ProviderCase,
  { customerIds, from }: Awaited<ReturnType<typeof withoutLetter>>,
): boolean =>
  !allHaveSince(engine, found, from) ||
  customerIds.some(
    (customerId) =>
      !hasLetter(engine, found.id, customerId) && concernedOf(engine, found, customerId).length > 0,
  )

/**
 * How far the letters of an ending have come: how many were made, in which files, and how many customers have none. A case that is
 * closed asks for no more, and an incident has none.
 */
export async function letterState(engine: Engine, found: ProviderCase) {
  const isOpen = found.kind === 'ending' && found.closedAt === null
  const left = isOpen ? (await withoutLetter(engine, found)).customerIds.length : 0
  const made = letterFiles(engine, found.id).map(({ caseId: _, ...file }) => file)
  return {
    ...{ made: made.at(-1)?.last ?? 0, left, files: made },
    /** The step is told as done, and is not any more: a customer linked since. */
    isOpenAgain: left > 0 && isAsked(engine, found),
  }
}

export interface LetterFile {
  /** What stands in it. */
  made: EndingLetters
  customerIds: number[]
  /** Letters of the case, from 1 on. */
  first: number
  last: number
  /** How many letters of the case there are by now, with those who have none yet. */
  total: number
  /** Who is without a letter, of whom this file has the first; null: it is made once more. */
  left: { customerIds: number[]; from: number } | null
}

/** A letter would tell of a day that is over as of one to come, and of links that go on as of ended ones. @throws AppError case.day-over */
function refuseFormerDay(engine: Engine, { kind, facts, providerId }: ProviderCase): void {
  const ended = providerById(engine, providerId)?.status === 'ended'
  if (kind === 'ending' && !ended && facts.endsOn < isoDate(engine.clock.now()))
    throw new AppError('case.day-over')
}

/**
 * What the next file of letters has, or one that was made and is made once more. Those whose links have ended otherwise meanwhile
 * get no letter: it would not be true.
 * @param seen how many letters were made, as who asks has seen it
 * @throws AppError case.not-found, case.closed, case.letters-meanwhile, case.day-over, input.invalid
 */
export async function letterFile(
  engine: Engine,
  { id, seen, again }: { id: number; seen: number; again: number | null },
): Promise<LetterFile> {
  const { found } = openCase(engine, id)
  refuseFormerDay(engine, found)
  const count = lettersMade(engine, id)
  if (again !== null) {
    const file = letterFiles(engine, id).find((one) => one.id === again)
    if (!file) throw new AppError('input.invalid', { detail: 'again' })
    const all = engine.store.statement(ofFile).all({ fileId: again })
    const customerIds = all
      .map(({ customerId }) => customerId)
      .filter((customerId) => concernedOf(engine, found, customerId).length > 0)
    const made = lettersTo(engine, found, customerIds)
    const { first, last } = file
    return { made, customerIds, first, last, total: count, left: null }
  }
  if (count !== seen) throw new AppError('case.letters-meanwhile')
  const left = await withoutLetter(engine, found)
  const customerIds = left.customerIds.slice(0, lettersInFile)
  const made = lettersTo(engine, caseById(engine, id), customerIds)
  const total = count + left.customerIds.length
  return {
    ...{ made, customerIds, first: count + 1, last: count + customerIds.length },
    ...{ total, left },
  }
}

/**
 * Keeps for whom letters were made, once their file is and before anybody gets it: a file that is lost on its way can be made once
 * more, but a letter that nobody knows of would be sent twice. The step is written in the commit in which nobody is left.
 * @throws AppError case.not-found, case.closed, case.letters-meanwhile (what the file says is not so any more, or another file was made)
 */
export const keepLetters = act(
  'cases.letters',
  (ctx, { id, file }: { id: number; file: LetterFile }) => {
    const { engine, actor } = ctx
    const { customerIds, first, last, left } = file
    const { found, target } = openCase(engine, id)
    if (JSON.stringify(lettersTo(engine, found, customerIds)) !== JSON.stringify(file.made))
      throw new AppError('case.letters-meanwhile')
    const told = { rows: customerIds.length, targets: file.total }
    if (left === null) return { target, after: { ...told, printedAgain: true } }
    if (lettersMade(engine, id) !== first - 1) throw new AppError('case.letters-meanwhile')
    if (customerIds.length > 0) {
      const at = { madeAt: engine.clock.now(), madeByName: actor.name }
      const fileId = engine.store.insert('caseLetterFiles', { caseId: id, first, last, ...at })
      for (const customerId of customerIds)
        engine.store.insert('caseLetters', { caseId: id, customerId, fileId })
    }
    const isWhole =
      left.customerIds.length === customerIds.length && allHaveSince(engine, found, left.from)
    if (!isWhole || last === 0 || stepSays(engine, found) === last) return { target, after: told }
    writeStep(ctx, {
      ...{ caseId: id, step: 'letters', outcome: 'done', at: engine.clock.now() },
      ...{ whom: '', note: `${last}通`, evidence: '' },
    })
    return { target, after: { ...told, caseStep: 'letters', stepOutcome: 'done' } }
  },
)
