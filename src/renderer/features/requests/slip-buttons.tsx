import { useMutation } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { createPortal } from 'react-dom'
import { desk } from '#desk'
import type { DeskRequest, Slip } from '#shared/contract/requests'
import { Button } from '#ui'
import { Failure, saveFile, useWords } from '#words'
import style from './request.module.css'
import { SlipPaper } from './slip-paper.tsx'

/** The 受付票 as a PDF and on paper, from the same data; each counts, so that the next one says 再発行 (R57). */
export function SlipButtons({
  request,
  onPrinted,
}: {
  request: DeskRequest
  onPrinted: () => void
}) {
  const { t } = useWords()
  const [paper, setPaper] = useState<Slip | null>(null)
  const make = useMutation({
    mutationFn: async (how: 'pdf' | 'paper') => ({
      how,
      ...(await desk.requests.printSlip({ id: request.id })),
    }),
    onSuccess: ({ how, slip, pdf }) => {
      if (how === 'pdf') saveFile(pdf, `受付票_${slip.number}.pdf`, 'application/pdf')
      else setPaper(slip)
      onPrinted()
    },
  })
  useEffect(() => {
    if (!paper) return
    const done = (): void => setPaper(null)
    window.addEventListener('afterprint', done, { once: true })
    document.body.dataset.printing = 'slip'
    window.print()
    return () => {
      delete document.body.dataset.printing
      window.removeEventListener('afterprint', done)
    }
  }, [paper])
  return (
    <div className={style.buttons}>
      <Button kind="primary" isPending={make.isPending} onPress={() => make.mutate('pdf')}>
        {t('request.slip.pdf')}
      </Button>
      <Button isPending={make.isPending} onPress={() => make.mutate('paper')}>
        {t('request.slip.print')}
      </Button>
      {make.isError && <Failure error={make.error} />}
      {paper && createPortal(<SlipPaper slip={paper} />, document.body)}
    </div>
  )
}
