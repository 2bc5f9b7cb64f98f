import type { Slip } from '#shared/contract/requests'
import { eraDate, timeText } from '#shared/japanese-date'
import { Qr } from '#ui'
import { AgainMark, SealBoxes, useWords } from '#words'

/** The 受付票 for the printer: the fields of the PDF (main/paper/slip-pdf.ts), in the same order. */
export function SlipPaper({ slip, qr }: { slip: Slip; qr: string[] }) {
  const { t } = useWords()
  const identity = slip.identity
    .map(
      ({ item, result }) =>
        `${t(item === 'birth-date' && slip.channel === 'business' ? 'identity.founded' : `identity.${item}`)}: ${t(`identityResult.${result}`)}`,
    )
    .join('　')
  const rows: [string, string][] = [
    [t('word.requestNumber'), slip.number],
    [t('word.openedAt'), `${timeText(slip.openedAt, true)}（${eraDate(slip.openedAt)}）`],
    [t('word.requestChannel'), t(`requestChannel.${slip.requestChannel}`)],
    [t('slip.branch'), slip.branchName ?? '—'],
    [t('word.takenBy'), slip.staffName],
    [t('slip.requester'), t(`requester.${slip.requester}`)],
    [t('slip.requesterName'), slip.requesterName || '—'],
    [t('request.callbackPhone'), slip.callbackPhone || '—'],
    [t('slip.customer'), slip.customerName],
    [t('customer.number'), slip.customerNumber],
    [
      t('request.identity'),
      `${identity || t('slip.identity.none')}　${t(slip.identityMet ? 'slip.identity.met' : 'slip.identity.notMet')}`,
    ],
    [
      t('word.result'),
      `${slip.result ? t(`requestResult.${slip.result}`) : t(`requestState.${slip.state}`)}${slip.closeReason ? `　${slip.closeReason}` : ''}`,
    ],
    [t('request.answer'), slip.answer || '—'],
    [t('word.note'), `${slip.complaint ? `【${t('word.complaint')}】` : ''}${slip.note || '—'}`],
  ]
  return (
    <>
      <h1>
        {t('slip.title')}
        {slip.printedBefore > 0 && <AgainMark>{t('slip.again')}</AgainMark>}
      </h1>
      <p>
        {slip.institution}　{slip.institutionPhone}　
        {t('slip.printedAt', { time: timeText(slip.printedAt, true) })}
      </p>
      <dl>
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {slip.acts.map((act) => (
        <table key={act.id}>
          <caption>
            {t(`actKind.${act.kind}`)}　{t('word.reason')}: {t(`reason.${act.reason}`)} {act.note}
            {act.checkedByName !== null &&
              `　${t('slip.checker')}: ${act.checkedByName} ${timeText(act.checkedAt ?? 0, true)}`}
          </caption>
          <thead>
            <tr>
              <th>{t('word.provider')}</th>
              <th>{t('grant.label')}</th>
              <th>{t('word.accounts')}</th>
              <th>{t('word.result')}</th>
              <th>{t('slip.col.at')}</th>
              <th>{t('proof.live')}</th>
            </tr>
          </thead>
          <tbody>
            {act.targets.length === 0 && (
              <tr>
                <td colSpan={6}>
                  {act.changed + act.already === 0
                    ? t('requestResult.nothing')
                    : t('slip.counts', { count: act.changed + act.already })}
                </td>
              </tr>
            )}
            {act.targets.map((target) => (
              <tr key={target.grantId}>
                <td>{target.providerName}</td>
                <td data-fixed>{target.label}</td>
                <td>{target.accounts.join('、')}</td>
                <td>
                  {act.state === 'pending'
                    ? t('requestState.waiting')
                    : t(`slip.outcome.${target.outcome}`, {
                        status: t(`grantStatus.${target.status}`),
                      })}
                </td>
                <td>
                  {act.state === 'pending'
                    ? '—'
                    : timeText(
                        (target.outcome === 'already' ? target.endedAt : target.at) ?? target.at,
                        true,
                      )}
                </td>
                <td>{target.liveTokens}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ))}
      <Qr rows={qr} label={slip.number} side="20mm" />
      <SealBoxes names={[t('slip.seal.staff'), t('slip.seal.checker')]} />
    </>
  )
}
