import { type CompositionEvent, useLayoutEffect, useRef, useState } from 'react'
import { halfWidth } from '#shared/half-width'

type Field = HTMLInputElement | HTMLTextAreaElement

/**
 * What is typed is kept in half width, if `on`. While a word is being composed nothing is changed and nobody is told: the input
 * method would lose its place (U14). The caret stays where it was.
 */
export function useHalfWidth(on: boolean, value: string, onChange: (value: string) => void) {
  const field = useRef<Field>(null)
  const composing = useRef(false)
  const caret = useRef<number | null>(null)
  const [composed, setComposed] = useState<string | null>(null)
  useLayoutEffect(() => {
    const at = caret.current
    caret.current = null
    if (at !== null && document.activeElement === field.current)
      field.current?.setSelectionRange(at, at)
  })
  const keep = (text: string): void => {
    const half = halfWidth(text)
    if (half !== text) caret.current = field.current?.selectionStart ?? null
    onChange(half)
  }
  if (!on) return { value, onChange, input: {} }
  return {
    value: composed ?? value,
    onChange: (text: string) => (composing.current ? setComposed(text) : keep(text)),
    input: {
      ref: field as never,
      'data-half': true,
      onCompositionStart: ({ currentTarget }: CompositionEvent<Field>) => {
        composing.current = true
        setComposed(currentTarget.value)
      },
      onCompositionEnd: ({ currentTarget }: CompositionEvent<Field>) => {
        composing.current = false
        setComposed(null)
        keep(currentTarget.value)
      },
    },
  }
}
