import { useMutation } from '@tanstack/react-query'
import { desk } from '#desk'
import type { ProviderCaseView } from '#shared/contract/cases'
import { lettersInFile } from '#shared/provider-case'
import { Button } from '#ui'
import { Failure, saveFile, timeText, useWords } from '#words'
import style from './cases.module.css'

export type Ending = Extract<ProviderCaseView, { kind: 'ending' }>

interface LettersProps {
  found: Ending
  onDone: (text: string) => void
  /** What the window knows of the letters is not so any more. */
  onRefused: () => void
}

function useLetters({ found, onDone, onRefused }: LettersProps) {
  const { t } = useWords()
  return useMutation({
    mutationFn: (again: number | null) =>
      desk.cases.letters({ id: found.id, seen: found.letters.made, again }),
    onSuccess: ({ pdf, fileName, first, last, total, rows }, again) => {
      const range = { from: first, to: last }
      if (pdf === null && again !== null) return onDone(t('case.letters.again.none', range))
      if (pdf === null) return onDone(t(total === 0 ? 'case.letters.none' : 'case.letters.rest'))
      saveFile(pdf, fileName, 'application/pdf')
      onDone(
        again === null
          ? t('case.letters.made', { ...range, total })
          : t('case.letters.again.done', { ...range, rows }),
      )
    },
    onError: onRefused,
  })
}

/** The next file of letters of an ending; the engine knows who has one already. */
export function NextLetters({ isOpen, ...props }: LettersProps & { isOpen: boolean }) {
  const { t } = useWords()
  const make = useLetters(props)
  const { made, left } = props.found.letters
  const label =
    left === 0
      ? t('case.letters.finish')
      : made === 0 && left <= lettersInFile
        ? t('case.letters.make')
        : t('case.letters.next', { from: made + 1, to: made + Math.min(left, lettersInFile) })
  return (
    <>
      {make.error && <Failure error={make.error} />}
      {(left > 0 || (isOpen && made > 0)) && (
        <Button small isPending={make.isPending} onPress={() => make.mutate(null)}>
          {label}
        </Button>
      )}
    </>
  )
}

/** How far the letters have come, and each file that was made: a PDF that is lost can be made once more. */
export function LetterFiles({
  isOpen,
  mayAct,
  ...props
}: LettersProps & { isOpen: boolean; mayAct: boolean }) {
  const { t } = useWords()
  const make = useLetters(props)
  const { found } = props
  const { made, left, files } = found.letters
  const said = found.steps.filter(({ step }) => step === 'letters').at(-1)?.outcome
  if (files.length === 0)
    return (
      <>
        {isOpen && left === 0 && <p>{t('case.letters.none')}</p>}
        {said === 'done' && <small>{t('case.letters.older')}</small>}
      </>
    )
  return (
    <>
      {found.closedAt === null && <p>{t('case.letters.state', { made, left })}</p>}
      {isOpen && said === 'done' && left > 0 && <p>{t('case.letters.since')}</p>}
      {make.error && <Failure error={make.error} />}
      <ul className={style.files} aria-label={t('case.letters.files')}>
        {files.map(({ id, first, last, madeAt, madeByName }) => (
          <li key={id}>
            <span>
              {[
                t('case.letters.file.of', { from: first, to: last }),
                timeText(madeAt),
                madeByName,
              ].join('　')}
            </span>
            {mayAct && (
              <Button
                small
                kind="quiet"
                aria-label={`${t('case.letters.file.of', { from: first, to: last })} ${t('case.letters.again')}`}
                isPending={make.isPending && make.variables === id}
                onPress={() => make.mutate(id)}
              >
                {t('case.letters.again')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {mayAct && <small>{t('case.letters.again.hint')}</small>}
    </>
  )
}
