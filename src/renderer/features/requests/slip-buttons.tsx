import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { desk } from '#desk'
import type { DeskRequest, Slip } from '#shared/contract/requests'
import { Button } from '#ui'
import { Failure, Paper, saveFile, useWords } from '#words'
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
  const [paper, setPaper] = useState<{ slip: Slip; qr: string[] } | null>(null)
  const make = useMutation({
    mutationFn: async (how: 'pdf' | 'paper') => ({
      how,
      ...(await desk.requests.printSlip({ id: request.id })),
    }),
    onSuccess: ({ how, slip, qr, pdf }) => {
      if (how === 'pdf') saveFile(pdf, `受付票_${slip.number}.pdf`, 'application/pdf')
      else setPaper({ slip, qr })
      onPrinted()
    },
  })
  return (
    <div className={style.buttons}>
      <Button kind="primary" isPending={make.isPending} onPress={() => make.mutate('pdf')}>
        {t('request.slip.pdf')}
      </Button>
      <Button isPending={make.isPending} onPress={() => make.mutate('paper')}>
        {t('request.slip.print')}
      </Button>
      {make.isError && <Failure error={make.error} />}
      {paper && (
        <Paper onPrinted={() => setPaper(null)}>
          <SlipPaper {...paper} />
        </Paper>
      )}
    </div>
  )
}
