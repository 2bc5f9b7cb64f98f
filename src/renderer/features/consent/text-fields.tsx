import { useState } from 'react'
import {
  facesOf,
  type ScreenTextKind,
  type TextProblem,
  textKeys,
  textRows,
} from '#shared/consent-texts'
import type { MessageKey } from '#shared/messages/catalogue'
import { Choices, Section, TextInput } from '#ui'
import { optional, useWords } from '#words'
import style from './consent.module.css'
import { screenName, screenOfText } from './screens.ts'
import type { Body } from './use-text-draft.ts'

/** All texts beside those in force; changed ones are marked by colour and word. */
export function TextTable({
  kind,
  body,
  now,
  problems,
  onChange,
}: {
  kind: ScreenTextKind
  body: Record<string, string>
  now: Record<string, string>
  problems: readonly TextProblem[]
  onChange: ((body: Body) => void) | undefined
}) {
  const { t } = useWords()
  const [onlyChanged, setOnlyChanged] = useState(onChange === undefined)
  /** The names of a switch, in the reader's language; a text as it is. */
  const switched = (value: string): string => optional(t, `textSwitch.${value}`, value)
  const { channel, language } = facesOf(kind)
  const keys = textKeys(channel)
  const changed = keys.filter((key) => body[key] !== now[key])
  const shown = onlyChanged ? changed : keys
  const groups = Map.groupBy(shown, (key) =>
    key.startsWith('frame.') ? ('screen.frame' as MessageKey) : screenName(screenOfText(key)),
  )
  return (
    <>
      <Choices
        label={t('texts.changed', { count: changed.length })}
        values={onlyChanged ? ['only'] : []}
        options={[{ value: 'only', label: t('texts.changedOnly') }]}
        onChange={(values) => setOnlyChanged(values.length > 0)}
      />
      {[...groups].map(([group, own]) => (
        <Section key={group} title={t(group)}>
          <div className={style.pairs}>
            {own.map((key) => {
              const problem = problems.find((one) => one.key === key)
              const { variants } = textRows[language][key]
              return (
                <div
                  key={key}
                  className={style.pair}
                  data-changed={body[key] !== now[key] ? '' : undefined}
                >
                  <p className={style.old} lang={language}>
                    {variants ? switched(now[key] ?? '') : now[key]}
                  </p>
                  {variants ? (
                    <Choices
                      single
                      label={t('texts.draftOf', { text: shortened(now[key] ?? body[key] ?? '') })}
                      values={[body[key] ?? '']}
                      options={variants.map((value) => ({
                        value,
                        label: switched(value),
                        disabled: onChange === undefined,
                      }))}
                      onChange={([value]) => onChange?.({ ...body, [key]: value ?? '' })}
                    />
                  ) : (
                    <TextInput
                      half={false}
                      label={t('texts.draftOf', { text: shortened(now[key] ?? body[key] ?? '') })}
                      value={body[key] ?? ''}
                      rows={(body[key] ?? '').length > 30 ? 3 : 1}
                      wide
                      isReadOnly={onChange === undefined}
                      onChange={(value) => onChange?.({ ...body, [key]: value })}
                      error={
                        problem && t(`textProblem.${problem.problem}`, { detail: problem.detail })
                      }
                    />
                  )}
                </div>
              )
            })}
          </div>
        </Section>
      ))}
    </>
  )
}

/** A text is named by its own words: no person knows it by a key. */
export const shortened = (text: string): string =>
  text.length > 24 ? `${text.slice(0, 24)}…` : text

/** API利用規定: plain paragraphs, in Japanese and, where the credit union has them, in English. */
export function TermsEditor({
  body,
  onChange,
}: {
  body: Body
  onChange: ((body: Body) => void) | undefined
}) {
  const { t } = useWords()
  const part = (
    title: 'title' | 'englishTitle',
    paragraphs: 'paragraphs' | 'englishParagraphs',
  ) => {
    const label = title === 'title' ? '' : 'english.'
    return (
      <>
        <TextInput
          half={false}
          label={t(`texts.terms.${label}title`)}
          value={String(body[title] ?? '')}
          isReadOnly={onChange === undefined}
          onChange={(value) => onChange?.({ ...body, [title]: value })}
          wide
        />
        <Paragraphs
          label={t(`texts.terms.${label}body`)}
          given={[body[paragraphs] ?? []].flat()}
          onChange={onChange && ((value) => onChange({ ...body, [paragraphs]: value }))}
        />
      </>
    )
  }
  return (
    <Section title={t('texts.kind.terms')}>
      {part('title', 'paragraphs')}
      {part('englishTitle', 'englishParagraphs')}
    </Section>
  )
}

const paragraphsOf = (text: string): string[] =>
  text
    .split(/\n\s*\n/)
    .map((one) => one.trim())
    .filter(Boolean)

function Paragraphs({
  label,
  given,
  onChange,
}: {
  label: string
  given: readonly string[]
  onChange: ((paragraphs: string[]) => void) | undefined
}) {
  const { t } = useWords()
  const [typed, setTyped] = useState('')
  const joined = given.join('\n\n')
  // As it is typed, with its empty lines, unless the paragraphs are others now.
  const text = paragraphsOf(typed).join('\n\n') === joined ? typed : joined
  return (
    <TextInput
      half={false}
      label={label}
      hint={t('texts.terms.body.hint')}
      rows={20}
      wide
      value={text}
      isReadOnly={onChange === undefined}
      onChange={(value) => {
        setTyped(value)
        onChange?.(paragraphsOf(value))
      }}
    />
  )
}
