import type { Slip } from '#engine'
import { eraDate, timeText } from '#shared/japanese-date'
import { japanese as t } from '#shared/messages/catalogue'
import { permitterText } from '#shared/permitter'
import { bottom, inner, left, right, Sheet, soft } from './sheet.ts'

/**
 * The 受付票 on A4 (R57, U12), with boxes for two seals and the number as a QR code: one page, or, where links or words are many,
 * as many as they need, each with its number. Nothing is left out or cut.
 */
export function slipPdf(slip: Slip): Promise<Uint8Array> {
  const named = `${t('slip.title')} ${slip.number}`
  const sheet = new Sheet(
    { title: named, creator: t('app.name'), running: named },
    (page, pages) => `${page}/${pages}`,
  )
  title(sheet, slip)
  request(sheet, slip)
  for (const act of slip.acts) actOf(sheet, act)
  effects(sheet, slip)
  closedWithoutAct(sheet, slip)
  answer(sheet, slip)
  seals(sheet)
  foot(sheet, slip)
  return sheet.file()
}

function title(sheet: Sheet, slip: Slip): void {
  sheet.text(t('slip.title'), left, sheet.y, inner, { size: 20, bold: true, align: 'center' })
  if (slip.printedBefore > 0) sheet.stamp(t('slip.again'), left, sheet.y + 2)
  if (slip.practice) sheet.stamp(t('slip.practice'), left + 70, sheet.y + 2)
  sheet.qr(slip.number, right - 58, sheet.y - 6, 58)
  sheet.y += 34
  sheet.text(slip.institution, left, sheet.y, 300, { size: 10.5 })
  const printedAt = t('slip.printedAt', { time: timeText(slip.printedAt, true) })
  sheet.text(printedAt, left, sheet.y + 16, 300, { size: 8, colour: soft })
  sheet.text(slip.number, right - 260, sheet.y + 20, 260, { size: 9, align: 'right' })
  sheet.y += 36
}

/** What was asked, by whom, of whom, and how the caller was checked. */
function request(sheet: Sheet, slip: Slip): void {
  const state = slip.result ? t(`requestResult.${slip.result}`) : t(`requestState.${slip.state}`)
  sheet.row([
    [t('word.requestNumber'), slip.number],
    [t('word.result'), state],
  ])
  const openedAt = `${timeText(slip.openedAt, true)}（${eraDate(slip.openedAt)}）`
  sheet.row([[t('word.openedAt'), openedAt]])
  if (slip.follows) sheet.row([[t('request.follows'), slip.follows.number]])
  sheet.row([
    [t('word.requestChannel'), t(`requestChannel.${slip.requestChannel}`)],
    [t('slip.branch'), slip.branchName ?? '—'],
  ])
  sheet.row([
    [t('word.takenBy'), slip.staffName],
    [t('slip.requester'), t(`requester.${slip.requester}`)],
  ])
  sheet.row([
    [t('slip.requesterName'), slip.requesterName || nameOfSelf(slip)],
    [t('request.callbackPhone'), slip.callbackPhone || '—'],
  ])
  sheet.row([
    [t('slip.customer'), slip.customerName],
    [t('customer.number'), slip.customerNumber],
  ])
  sheet.row([[t('request.identity'), identityText(slip)]])
}

/** A person who asks for themself is named too; of a company somebody asks, who is named in the request. */
const nameOfSelf = ({ requester, channel, customerName }: Slip): string =>
  requester === 'self' && channel === 'personal' ? customerName : '—'

function identityText(slip: Slip): string {
  const done = slip.identity
    .filter(({ item }) => item !== 'document')
    .map(({ item, result }) => {
      const key = item === 'birth-date' && slip.channel === 'business' ? 'founded' : item
      return `${t(`identity.${key}`)}: ${t(`identityResult.${result}`)}`
    })
    .join('　')
  const papers = slip.papers.map(({ kind, note }) => `${t(`paper.${kind}`)} ${note}`.trim())
  const all = [done, ...papers].filter(Boolean).join('　')
  return `${all || t('slip.identity.none')}　${t(slip.identityMet ? 'slip.identity.met' : 'slip.identity.notMet')}`
}

type Act = Slip['acts'][number]

function actOf(sheet: Sheet, act: Act): void {
  const state = t(`requestState.${act.state === 'pending' ? 'waiting' : 'done'}`)
  sheet.part(`${t(`actKind.${act.kind}`)}　${state}`)
  sheet.row([
    [t('word.reason'), t(`reason.${act.reason}`)],
    [t('slip.executedAt'), act.executedAt === null ? '—' : timeText(act.executedAt, true)],
  ])
  if (act.note !== '') sheet.row([[t('word.note'), act.note]])
  if (act.paperReceivedOn !== null)
    sheet.row([[t('request.resume.paper'), act.paperReceivedOn.replaceAll('-', '/')]])
  else if (act.heldUntil !== null) {
    const then = t(`request.hold.then.${act.heldAfterwards ?? 'resume'}`)
    sheet.row([
      [t('slip.heldUntil'), `${timeText(act.heldUntil)}　${t('request.hold.then')}${then}`],
    ])
  }
  sheet.y += 4
  targets(sheet, act)
  if (act.checkedByName !== null)
    sheet.row([[t('slip.checker'), `${act.checkedByName}　${timeText(act.checkedAt ?? 0, true)}`]])
}

/** What an end or a stop means, and whom the customer asks about what was given out before. */
function effects(sheet: Sheet, slip: Slip): void {
  const reached = slip.acts.flatMap(({ state, targets }) => (state === 'done' ? targets : []))
  const has = (outcome: string) => reached.some((target) => target.outcome === outcome)
  if (has('ended')) {
    const data = t(`revoke.effect.data.${slip.channel ?? 'personal'}`)
    sheet.row([[t('revoke.effects'), `${t('revoke.effect.final')}${data}`]])
  }
  if (has('held')) {
    const emergency = slip.acts.some(({ kind, state }) => kind === 'emergency' && state === 'done')
    const paper = emergency ? t('slip.held.emergency') : ''
    sheet.row([[t('slip.held'), `${t('slip.held.effects')}${paper}`]])
  }
  if (!has('ended') && !has('held')) return
  const asked = reached.filter(({ outcome }) => outcome === 'ended' || outcome === 'held')
  const contacts = new Map(asked.map(({ providerName, contact }) => [providerName, contact]))
  const told = [...contacts].map(
    ([name, contact]) => `${name}　${contact || t('slip.contacts.none')}`,
  )
  sheet.row([[t('slip.contacts'), told.join('\n')]])
}

/** The columns of the grants that an act reached, with their shares of the width. */
const columns = [
  ['slip.col.provider', 0.31],
  ['grant.label', 0.12],
  ['word.accounts', 0.18],
  ['word.result', 0.12],
  ['slip.col.at', 0.15],
  ['proof.live', 0.12],
] as const
const shares = columns.map(([, share]) => share)

function targets(sheet: Sheet, act: Act): void {
  if (act.targets.length === 0) counted(sheet, act)
  act.targets.forEach((target, i) => {
    const cells = targetCells(act, target)
    // Under a head on each page.
    if (i === 0 || !sheet.fits(cells, shares)) {
      if (i > 0) sheet.nextPage()
      sheet.cells(
        columns.map(([key]) => t(key)),
        shares,
        true,
      )
    }
    sheet.cells(cells, shares)
  })
}

function targetCells(act: Act, target: Act['targets'][number]): string[] {
  const at = target.outcome === 'already' ? target.endedAt : target.at
  const status = t(`grantStatus.${target.status}`)
  const waits = act.state === 'pending'
  const { permittedBy } = target
  const by = permittedBy === null ? '' : permitterText(t, permittedBy)
  return [
    [target.providerName, target.service, by].filter(Boolean).join('\n'),
    target.label,
    target.accounts.join('\n'),
    waits ? t('requestState.waiting') : t(`slip.outcome.${target.outcome}`, { status }),
    at === null || waits ? '—' : timeText(at, true),
    String(target.liveTokens),
  ]
}

/** Of all grants of a provider there is only the number. */
function counted(sheet: Sheet, act: Act): void {
  const count = act.changed + act.already
  const words = count === 0 ? t('requestResult.nothing') : t('slip.counts', { count })
  sheet.box(left, sheet.y, inner, 20)
  sheet.text(words, left + 6, sheet.y + 4, inner - 12, { size: 9 })
  sheet.y += 20
}

function closedWithoutAct(sheet: Sheet, slip: Slip): void {
  if (slip.acts.length > 0 || slip.closeReason === null) return
  const result = slip.result ? t(`requestResult.${slip.result}`) : ''
  sheet.part(t('word.result'))
  sheet.row([[t('word.result'), `${result}　${slip.closeReason}`]])
}

function answer(sheet: Sheet, slip: Slip): void {
  // What was told and the seals stand together.
  sheet.need(136)
  const complaint = slip.complaint ? `【${t('word.complaint')}】` : ''
  sheet.part(t('request.answer'))
  sheet.row([[t('request.answer'), slip.answer || '—']])
  sheet.row([[t('word.note'), `${complaint}${slip.note || '—'}`]])
  for (const { at, staffName, words } of slip.corrections)
    sheet.row([[t('request.corrections'), `${words}　${staffName}　${timeText(at, true)}`]])
}

function seals(sheet: Sheet): void {
  const size = 68
  sheet.need(size)
  const top = bottom - size - 16
  ;(['slip.seal.checker', 'slip.seal.staff'] as const).forEach((key, i) => {
    const x = right - size - i * (size + 8)
    sheet.namedBox(x, top, size, 16)
    sheet.box(x, top + 16, size, size - 16)
    sheet.text(t(key), x, top + 2, size, { size: 8, align: 'center' })
  })
}

function foot(sheet: Sheet, slip: Slip): void {
  const house = `${slip.institution}　${slip.institutionPhone}`
  sheet.text(house, left, bottom - 14, 300, { size: 8.5, colour: soft })
}
