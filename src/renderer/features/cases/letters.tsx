import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { desk } from '#desk'
import type { ProviderCaseView } from '#shared/contract/cases'
import { lettersInFile } from '#shared/provider-case'
import { Button } from '#ui'
import { Failure, saveFile, useWords } from '#words'

/** The letters of an ending, file after file. */
export function Letters({
  found,
  onDone,
}: {
  found: ProviderCaseView
  onDone: (text: string) => void
}) {
  const { t } = useWords()
  const [made, setMade] = useState({ to: 0, total: 0, last: 0 })
  const make = useMutation({
    mutationFn: (after: number) => desk.cases.letters({ id: found.id, after }),
    onSuccess: ({ pdf, fileName, from, to, total, last }) => {
      // The last file is made: the next one begins anew.
      setMade(to >= total ? { to: 0, total: 0, last: 0 } : { to, total, last })
      if (pdf === null) return onDone(t(total === 0 ? 'case.letters.none' : 'case.letters.rest'))
      saveFile(pdf, fileName, 'application/pdf')
      onDone(t('case.letters.made', { from: from + 1, to, total }))
    },
  })
  const next = Math.min(made.to + lettersInFile, made.total)
  return (
    <>
      {make.error && <Failure error={make.error} />}
      <Button small isPending={make.isPending} onPress={() => make.mutate(made.last)}>
        {made.to === 0
          ? t('case.letters.make')
          : t('case.letters.next', { from: made.to + 1, to: next })}
      </Button>
    </>
  )
}
