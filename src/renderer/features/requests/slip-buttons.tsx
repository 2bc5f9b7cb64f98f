import { useId, useState } from 'react'
import { desk } from '#desk'
import { Button } from '#ui'
import {
  dialogIsOpen,
  Failure,
  keyOf,
  PrintedPdf,
  saveFile,
  useAct,
  useRecordActs,
  useWords,
} from '#words'
import style from './request.module.css'

/** The 受付票 as a PDF, and the same PDF on paper; each counts, so that the next one says 再発行 (R57). */
export function SlipButtons({
  id,
  ready,
  told = false,
  onPrinted,
}: {
  id: number
  /** Keeps what stands in the form; false where something is missing, and nothing is printed. */
  ready: () => Promise<boolean>
  /** The same, and that the proposed words were told; false where none are proposed. */
  told?: (() => Promise<boolean>) | false
  onPrinted: () => void
}) {
  const { t } = useWords()
  const pdfId = useId()
  const [paper, setPaper] = useState<{ number: string; pdf: string }>()
  const { act, busy, error } = useAct(
    async (how: 'pdf' | 'paper' | 'told') =>
      (await (how === 'told' && told ? told() : ready()))
        ? { how, ...(await desk.requests.printSlip({ id })) }
        : null,
    (made) => {
      if (made === null) return
      const { how, number, pdf } = made
      if (how === 'paper') setPaper({ number, pdf })
      else saveFile(pdf, `受付票_${number}.pdf`, 'application/pdf')
      onPrinted()
    },
  )
  const actTold = (): void => {
    // The button goes with the words that it takes.
    document.getElementById(pdfId)?.focus()
    act('told')
  }
  useRecordActs({
    slip: pdfId,
    toldSlip: !busy && told && (() => dialogIsOpen() || actTold()),
  })
  return (
    <div className={style.buttons}>
      {told && (
        <Button kind="primary" shortcut={keyOf('toldSlip')} isPending={busy} onPress={actTold}>
          {t('request.told.print')}
        </Button>
      )}
      <Button
        id={pdfId}
        acts
        kind={told ? 'secondary' : 'primary'}
        shortcut={keyOf('slip')}
        isPending={busy}
        onPress={() => act('pdf')}
      >
        {t('request.slip.pdf')}
      </Button>
      <Button acts isPending={busy} onPress={() => act('paper')}>
        {t('request.slip.print')}
      </Button>
      {error && <Failure error={error} />}
      {paper && <PrintedPdf pdf={paper.pdf} title={paper.number} />}
    </div>
  )
}
