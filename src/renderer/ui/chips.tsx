import style from './chips.module.css'

/** One of several views of a list, with its count where it is known. */
export function Chips<T extends string>({
  label,
  value,
  options,
  onChange,
}: {
  label: string
  value: T
  options: readonly { value: T; label: string; count?: number }[]
  onChange: (value: T) => void
}) {
  return (
    <div className={style.chips} role="group" aria-label={label}>
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          className={style.chip}
          aria-pressed={option.value === value}
          onClick={() => onChange(option.value)}
        >
          {option.label}
          {option.count !== undefined && (
            <span className="number"> {option.count.toLocaleString('ja-JP')}</span>
          )}
        </button>
      ))}
    </div>
  )
}
