import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { desk } from '#desk'
import type { CsvAnswer } from '#shared/contract/files'
import type { ListSort } from '#shared/list'
import { Banner, Button, Choices, Dialog, DialogButtons } from '#ui'
import { Failure } from './failure.tsx'
import { useWords } from './messages.tsx'
import { saveFile } from './save-file.ts'

const everyMs = 400
const encodings = ['utf-8', 'cp932'] as const
type Encoding = (typeof encodings)[number]

export interface CsvForm<Column extends string> {
  encoding: Encoding
  replace: boolean
  columns: Column[] | null
  sort: ListSort<Column> | null
}
/** Of a list, which is printed too. */
export type ListForm<Column extends string> = Omit<CsvForm<Column>, 'encoding'> & {
  encoding: Encoding | 'paper'
}
type Which = 'shown' | 'all'

/**
 * Writes the list as a file, with its filters, sorting and columns, or with all columns (U7). Characters that CP932 lacks
 * are listed before anything is written.
 */
export function CsvButton<Column extends string>({
  make,
  view,
}: {
  make: (how: CsvForm<Column>) => Promise<CsvAnswer>
  /** Null: the file has its own columns. */
  view: { columns: Column[]; sort: ListSort<Column> | null } | null
}) {
  const { t } = useWords()
  const [which, setWhich] = useState<Which>('shown')
  const [open, setOpen] = useState(false)
  const [encoding, setEncoding] = useState<Encoding>('utf-8')
  const [progress, setProgress] = useState<{ job: string; rows: number } | null>(null)
  const write = useMutation({
    mutationFn: async (replace: boolean) => {
      let answer = await make({
        encoding,
        replace,
        columns: view && which === 'shown' ? view.columns : null,
        sort: view?.sort ?? null,
      })
      while (answer.job !== null) {
        setProgress({ job: answer.job, rows: answer.rows })
        await new Promise((resume) => setTimeout(resume, everyMs))
        answer = await desk.files.job({ id: answer.job })
      }
      return answer
    },
    onSettled: () => setProgress(null),
    onSuccess: (answer) => {
      if (answer.file === null) return
      saveFile(answer.file, answer.fileName, 'text/csv')
      setOpen(false)
    },
  })
  const missing = write.data?.file === null ? write.data.unmappable : []
  const close = (): void => {
    // A file that is being written is cancelled.
    if (progress) desk.files.cancel({ id: progress.job }).catch(() => {})
    setOpen(false)
    write.reset()
  }
  return (
    <>
      <Button small onPress={() => setOpen(true)}>
        {t('csv.button')}
      </Button>
      {open && (
        <Dialog title={t('csv.title')} open onClose={close}>
          <p>{t('csv.lead')}</p>
          <Choices<Encoding>
            label={t('word.encoding')}
            single
            values={[encoding]}
            onChange={([value]) => {
              write.reset()
              if (value) setEncoding(value)
            }}
            options={encodings.map((value) => ({
              value,
              label: t(`csv.encoding.${value}`),
            }))}
          />
          {view && (
            <Choices<Which>
              label={t('csv.columns')}
              single
              values={[which]}
              onChange={([value]) => {
                write.reset()
                if (value) setWhich(value)
              }}
              options={(['shown', 'all'] as const).map((value) => ({
                value,
                label: t(`csv.columns.${value}`),
              }))}
            />
          )}
          {missing.length > 0 && (
            <Banner tone="warn" title={t('csv.missing', { count: missing.length })}>
              <p>{missing.slice(0, 60).join('　')}</p>
              <p>{t('csv.missing.todo')}</p>
            </Banner>
          )}
          {progress && <p role="status">{t('csv.progress', { rows: progress.rows })}</p>}
          {write.isError && <Failure error={write.error} />}
          <DialogButtons>
            <Button onPress={close}>{t('app.cancel')}</Button>
            <Button
              kind="primary"
              isPending={write.isPending}
              onPress={() => write.mutate(missing.length > 0)}
            >
              {t(missing.length > 0 ? 'csv.replace' : 'csv.write')}
            </Button>
          </DialogButtons>
        </Dialog>
      )}
    </>
  )
}
