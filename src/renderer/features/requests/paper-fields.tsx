import type { MessageKey } from '#shared/messages/catalogue'
import { type Paper, papers, SeenPaper } from '#shared/papers'
import { SelectInput, TextInput } from '#ui'
import { inputErrors, optional, useWords } from '#words'
import style from './request.module.css'

/** A paper as it is being typed. */
export interface TypedPaper {
  kind: Paper | null
  issuer: string
  digits: string
}
export const noPaper: TypedPaper = { kind: null, issuer: '', digits: '' }

/** The paper, once everything that its kind needs is typed. */
export function seenPaper({ kind, issuer, digits }: TypedPaper): SeenPaper | undefined {
  const parsed = SeenPaper.safeParse({ kind, issuer, digits })
  return parsed.success ? parsed.data : undefined
}

/** One paper: its kind, chosen from a list, then the fields that this kind needs: an issuer, the last digits of its number, both, or none. */
export function PaperFields({
  kinds,
  typed,
  tried,
  onChange,
}: {
  /** The kinds that this request takes. */
  kinds: Paper[]
  typed: TypedPaper
  /** Whether to tell what is missing. */
  tried: boolean
  onChange: (typed: TypedPaper) => void
}) {
  const { t } = useWords()
  const { kind, issuer, digits } = typed
  const wrong = inputErrors(t, SeenPaper, { kind, issuer, digits })
  const needs = kind === null ? undefined : papers[kind]
  return (
    <div className={style.paper}>
      <div className={style.kind}>
        <SelectInput
          label={t('request.papers.kind')}
          placeholder={t('revoke.choose')}
          value={kind}
          onChange={(next) => onChange({ ...noPaper, kind: next })}
          options={kinds.map((value) => ({
            value,
            label: t(`paper.${value}` satisfies MessageKey),
          }))}
        />
      </div>
      {kind !== null && needs && needs.issuers.length > 0 && (
        <TextInput
          half={false}
          label={t('request.papers.issuer')}
          placeholder={optional(t, `paperIssuer.${kind}`, '')}
          autoComplete="off"
          value={issuer}
          onChange={(text) => onChange({ ...typed, issuer: text })}
          error={tried ? wrong(['issuer']) : undefined}
        />
      )}
      {needs?.digits && (
        <TextInput
          half
          label={t('request.papers.digits')}
          autoComplete="off"
          value={digits}
          onChange={(text) => onChange({ ...typed, digits: text })}
          error={tried ? wrong(['digits']) : undefined}
        />
      )}
    </div>
  )
}
