import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { engineNow } from '#desk'
import type { CsvAnswer } from '#shared/contract/files'
import { timeText } from '#shared/japanese-date'
import type { ListSort } from '#shared/list'
import { Button } from '#ui'
import type { ListForm } from './csv-button.tsx'
import { Failure } from './failure.tsx'
import { useMe } from './me.tsx'
import { useWords } from './messages.tsx'
import { Paper } from './paper.tsx'

/** From so many columns on a list is printed on paper that lies. */
const lyingFrom = 6

/** Prints the list as it is filtered, sorted and arranged: all its rows, every column whole (U38). */
export function PrintList<Column extends string>({
  title,
  make,
  view,
}: {
  title: string
  make: (how: ListForm<Column>) => Promise<CsvAnswer>
  view: { columns: Column[]; sort: ListSort<Column> | null }
}) {
  const { t } = useWords()
  const { name } = useMe()
  const [printed, setPrinted] = useState<{ head: string[]; rows: string[][]; at: number } | null>(
    null,
  )
  const print = useMutation({
    mutationFn: () => make({ encoding: 'paper', replace: false, ...view }),
    onSuccess: ({ file }) => {
      if (file === null) return
      const bytes = Uint8Array.from(atob(file), (c) => c.charCodeAt(0))
      const [head = [], ...rows] = JSON.parse(new TextDecoder().decode(bytes)) as string[][]
      setPrinted({ head, rows, at: engineNow() })
    },
  })
  return (
    <>
      <Button small isPending={print.isPending} onPress={() => print.mutate()}>
        {t('list.print')}
      </Button>
      {print.isError && <Failure error={print.error} />}
      {printed && (
        <Paper lies={printed.head.length >= lyingFrom} onPrinted={() => setPrinted(null)}>
          <h1>{title}</h1>
          <p data-end>
            {t('list.print.made', { time: timeText(printed.at), count: printed.rows.length, name })}
          </p>
          <table>
            <thead>
              <tr>
                {printed.head.map((head) => (
                  <th key={head}>{head}</th>
                ))}
              </tr>
            </thead>
            <tbody>
              {printed.rows.map((row, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: what is printed once never changes
                <tr key={at}>
                  {row.map((cell, i) => (
                    <td key={printed.head[i]}>{cell || '—'}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </Paper>
      )}
    </>
  )
}
