import { auditActor, auditFields, auditReason, auditTarget } from '#shared/audit-words'
import type { AuditEntry } from '#shared/contract/audit'
import { readingOf } from '#shared/list-columns'
import { Button, Dialog, DialogButtons, Facts } from '#ui'
import { optional, timeText, useWords } from '#words'
import style from './audit-detail.module.css'

/** One entry with its values before and after, side by side. */
export function AuditDetail({ entry, onClose }: { entry: AuditEntry; onClose: () => void }) {
  const { t } = useWords()
  const { before, after } = entry
  return (
    <Dialog title={t('audit.detail', { id: entry.id })} open onClose={onClose}>
      <Facts
        items={[
          [t('word.at'), `${timeText(entry.at, true)}（${new Date(entry.at).toISOString()}）`],
          [t('word.doneBy'), auditActor(entry.actorName, t)],
          [
            t('word.role'),
            entry.role === null ? '—' : optional(t, `role.${entry.role}`, entry.role),
          ],
          [t('audit.terminal'), entry.terminal ?? '—'],
          [t('word.branch'), entry.branchCode ?? '—'],
          [t('audit.action'), optional(t, `action.${entry.action}`, entry.action)],
          [t('word.result'), t(`audit.outcome.${entry.outcome}`)],
          [t('audit.target'), auditTarget(entry, t) || '—'],
          [t('word.reason'), auditReason(entry.reason, t) || '—'],
          [t('audit.correlation'), entry.correlationId],
        ]}
      />
      {entry.singleHanded && <p className={style.alone}>{t('audit.singleHanded')}</p>}
      {(before !== null || after !== null) && (
        <div className={style.sides}>
          <Side title={t('audit.before')} entry={entry} json={before} other={after} />
          <Side title={t('audit.after')} entry={entry} json={after} other={before} />
        </div>
      )}
      <DialogButtons>
        <Button autoFocus onPress={onClose}>
          {t('word.close')}
        </Button>
      </DialogButtons>
    </Dialog>
  )
}

function Side({
  title,
  entry,
  json,
  other,
}: {
  title: string
  entry: AuditEntry
  json: string | null
  other: string | null
}) {
  const { t } = useWords()
  const reading = readingOf(entry, t)
  const own = auditFields(reading, json)
  const others = new Map(auditFields(reading, other).map(({ key, inner }) => [key, inner]))
  return (
    <section aria-label={title}>
      <h3>{title}</h3>
      <dl className={style.side}>
        {own.map(({ key, name, word, inner }) => (
          <div
            key={key}
            data-changed={
              other !== null && JSON.stringify(others.get(key)) !== JSON.stringify(inner)
                ? ''
                : undefined
            }
          >
            <dt>{name}</dt>
            <dd>{word}</dd>
          </div>
        ))}
        {own.length === 0 && (
          <div>
            <dd>—</dd>
          </div>
        )}
      </dl>
    </section>
  )
}
