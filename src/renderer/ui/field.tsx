import { type ClipboardEvent, type ReactNode, useId } from 'react'
import {
  Button,
  FieldError,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  Select,
  SelectValue,
  Text,
  TextArea,
  TextField,
  type TextFieldProps,
} from 'react-aria-components'
import style from './field.module.css'
import { useHalfWidth } from './use-half-width.ts'

interface Shared {
  label: string
  hint?: ReactNode
  error?: string | undefined
}

const refuse = (event: ClipboardEvent): void => event.preventDefault()

/** One line (or, with `rows`, several) of text with its label above and its error below. */
export function TextInput({
  label,
  hint,
  error,
  rows,
  placeholder,
  inputMode,
  wide,
  masked,
  half,
  value,
  onChange,
  ...props
}: Shared &
  Omit<TextFieldProps, 'value' | 'onChange'> & {
    value: string
    onChange: (value: string) => void
    /** Digits, codes, days, addresses of the net: kept in half width. Not so names, notes and passwords, which stay as typed. */
    half: boolean
    rows?: number
    placeholder?: string
    inputMode?: 'numeric' | 'text'
    wide?: boolean
    /** Shown as dots and not copied, but typed by an input method: a password field takes no Japanese. */
    masked?: boolean
  }) {
  const typed = useHalfWidth(half, value, onChange)
  return (
    <TextField
      {...props}
      value={typed.value}
      onChange={typed.onChange}
      isInvalid={error !== undefined}
      validationBehavior="aria"
      className={wide ? style.wide : style.field}
    >
      <Label className={style.label}>{label}</Label>
      {hint !== undefined && (
        <Text slot="description" className={style.hint}>
          {hint}
        </Text>
      )}
      {rows === undefined ? (
        <Input
          className={masked ? `${style.input} ${style.masked}` : style.input}
          placeholder={placeholder}
          inputMode={inputMode}
          {...typed.input}
          {...(masked && { spellCheck: false, onCopy: refuse, onCut: refuse })}
        />
      ) : (
        <TextArea
          className={style.area}
          rows={rows}
          placeholder={placeholder}
          spellCheck="false"
          {...typed.input}
        />
      )}
      {error !== undefined && <FieldError className={style.error}>{error}</FieldError>}
    </TextField>
  )
}

export function SelectInput<T extends string>({
  label,
  hint,
  error,
  value,
  options,
  onChange,
  placeholder,
  isDisabled,
}: Shared & {
  value: T | null
  options: readonly { value: T; label: string }[]
  onChange: (value: T) => void
  placeholder: string
  isDisabled?: boolean
}) {
  return (
    <Select
      value={value}
      onChange={(key) => key !== null && onChange(key as T)}
      isInvalid={error !== undefined}
      isDisabled={isDisabled ?? false}
      placeholder={placeholder}
      validationBehavior="aria"
      className={style.field}
    >
      <Label className={style.label}>{label}</Label>
      {hint !== undefined && (
        <Text slot="description" className={style.hint}>
          {hint}
        </Text>
      )}
      <Button className={style.select}>
        <SelectValue className={style.value} />
        <span aria-hidden="true">▾</span>
      </Button>
      {error !== undefined && <FieldError className={style.error}>{error}</FieldError>}
      <Popover className={style.popover}>
        <ListBox
          className={style.list}
          items={options.map((option) => ({ id: option.value, label: option.label }))}
        >
          {(item) => <ListBoxItem className={style.item}>{item.label}</ListBoxItem>}
        </ListBox>
      </Popover>
    </Select>
  )
}

/** A few choices that all stay in sight. */
export function Choices<T extends string>({
  label,
  hint,
  error,
  values,
  options,
  onChange,
  single,
  numbered,
}: Shared & {
  values: readonly T[]
  options: readonly { value: T; label: string; disabled?: boolean }[]
  onChange: (values: T[]) => void
  single?: boolean
  /** Each option has its number, from 1, beside it: a key that chooses it. */
  numbered?: boolean
}) {
  const name = useId()
  return (
    <fieldset
      className={style.choices}
      data-numbered={numbered}
      aria-invalid={error !== undefined}
      aria-describedby={error === undefined ? undefined : `${name}-error`}
    >
      <legend className={style.label}>{label}</legend>
      {hint !== undefined && <p className={style.hint}>{hint}</p>}
      <div className={style.row}>
        {options.map((option) => (
          <label key={option.value} className={style.choice}>
            <input
              type={single ? 'radio' : 'checkbox'}
              name={name}
              disabled={option.disabled ?? false}
              checked={values.includes(option.value)}
              onChange={(event) => {
                if (single) onChange([option.value])
                else
                  onChange(
                    event.target.checked
                      ? [...values, option.value]
                      : values.filter((value) => value !== option.value),
                  )
              }}
            />
            {option.label}
          </label>
        ))}
      </div>
      {error !== undefined && (
        <p id={`${name}-error`} className={style.error}>
          {error}
        </p>
      )}
    </fieldset>
  )
}
