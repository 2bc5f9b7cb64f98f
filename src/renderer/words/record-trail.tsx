import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { deskQuery } from '#desk'
import { auditActor, auditReason } from '#shared/audit-words'
import type { AuditAbout } from '#shared/contract/audit'
import { optional } from '#shared/messages/catalogue'
import { Button, Section } from '#ui'
import { Loaded } from './loaded.tsx'
import { useMay } from './me.tsx'
import { useWords } from './messages.tsx'
import style from './record-trail.module.css'
import { timeText } from './when.ts'

/** The audit entries of one record, newest first (U11), for roles that may read them. Loaded on request. */
export function RecordTrail({ about }: { about: AuditAbout }) {
  const { t } = useWords()
  const may = useMay('audit.about')
  const [open, setOpen] = useState(false)
  const list = useQuery(deskQuery.audit.about.queryOptions({ input: about, enabled: open }))
  if (!may) return null
  if (!open)
    return (
      <div>
        <Button small onPress={() => setOpen(true)}>
          {t('trail.show')}
        </Button>
      </div>
    )
  return (
    <Section title={t('trail.title')}>
      <Loaded query={list} empty={{ title: t('timeline.empty') }}>
        {(entries) => (
          <ol className={style.trail} aria-label={t('trail.title')}>
            {entries.map((entry) => (
              <li key={entry.id}>
                <span>{timeText(entry.at, true)}</span>
                <span>
                  {[
                    optional(t, `action.${entry.action}`, entry.action),
                    entry.outcome === 'refused' ? t('audit.outcome.refused') : '',
                    auditActor(entry.actorName, t),
                    auditReason(entry.reason, t),
                  ]
                    .filter(Boolean)
                    .join('　')}
                </span>
              </li>
            ))}
          </ol>
        )}
      </Loaded>
    </Section>
  )
}
