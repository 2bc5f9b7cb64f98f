import { auditFieldName, auditValue } from '#shared/audit-words'
import type { AuditEntry } from '#shared/contract/audit'
import { auditReason } from '#shared/list-columns'
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
          [t('word.doneBy'), entry.actorName],
          [
            t('word.role'),
            entry.role === null ? '—' : optional(t, `role.${entry.role}`, entry.role),
          ],
          [t('audit.terminal'), entry.terminal ?? '—'],
          [t('word.branch'), entry.branchCode ?? '—'],
          [t('audit.action'), optional(t, `action.${entry.action}`, entry.action)],
          [t('word.result'), t(`audit.outcome.${entry.outcome}`)],
          [t('audit.target'), entry.targetLabel ?? '—'],
          [t('word.reason'), auditReason(entry.reason, t) || '—'],
          [t('audit.correlation'), entry.correlationId],
        ]}
      />
      {entry.singleHanded && <p className={style.alone}>{t('audit.singleHanded')}</p>}
      {(before !== null || after !== null) && (
        <div className={style.sides}>
          <Side title={t('audit.before')} json={before} other={after} />
          <Side title={t('audit.after')} json={after} other={before} />
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
  json,
  other,
}: {
  title: string
  json: string | null
  other: string | null
}) {
  const values = (text: string | null): Record<string, unknown> =>
    text === null ? {} : JSON.parse(text)
  const own = values(json)
  const others = values(other)
  const { t } = useWords()
  return (
    <section aria-label={title}>
      <h3>{title}</h3>
      <dl className={style.side}>
        {Object.entries(own).map(([name, value]) => (
          <div
            key={name}
            data-changed={
              other !== null && JSON.stringify(others[name]) !== JSON.stringify(value)
                ? ''
                : undefined
            }
          >
            <dt>{auditFieldName(t, name) || name}</dt>
            <dd>{auditValue(t, name, value)}</dd>
          </div>
        ))}
        {Object.keys(own).length === 0 && (
          <div>
            <dd>—</dd>
          </div>
        )}
      </dl>
    </section>
  )
}
