import { useWords } from '#words'
import style from './search-box.module.css'
import type { Found } from './search-groups.ts'

/**
 * What the list does not say by itself, above it: that there are more, with words that narrow it; that nobody fits all of it; what was
 * typed and did not count. Tab leads to the words, Esc back to the box.
 */
export function SearchNotes({
  found,
  onNarrow,
  onLeave,
}: {
  found: Found
  onNarrow: (words: string) => void
  onLeave: () => void
}) {
  const { t } = useWords()
  const notes = [
    ...(found.remaking ? [t('search.remaking')] : []),
    ...(found.partly ? [t('search.partly')] : []),
    ...found.ignored.map((what) => t(`search.ignored.${what}`)),
    ...(found.more ? [t(found.narrow.length > 0 ? 'search.more.words' : 'search.more')] : []),
  ]
  return (
    <>
      {notes.map((note) => (
        <p key={note} className={style.note}>
          {note}
        </p>
      ))}
      {found.narrow.length > 0 && (
        <div className={style.narrow} role="group" aria-label={t('search.narrow')}>
          {found.narrow.map(({ words }) => (
            <button
              key={words}
              type="button"
              className={style.word}
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => onNarrow(words)}
              onKeyDown={(event) => {
                if (event.key !== 'Escape') return
                event.preventDefault()
                onLeave()
              }}
            >
              {words}
            </button>
          ))}
        </div>
      )}
    </>
  )
}
