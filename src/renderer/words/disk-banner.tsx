import type { SystemStatus } from '#shared/contract/system'
import { Banner } from '#ui'
import { useWords } from './messages.tsx'
import { sizeText } from './size.ts'

/** A warning while the disk has little room, or none. Nothing otherwise. */
export function DiskBanner({ disk }: { disk: SystemStatus['disk'] | undefined }) {
  const { t } = useWords()
  if (!disk || disk.level === 'enough' || disk.level === 'notice') return null
  const full = disk.level === 'full'
  return (
    <Banner
      tone={disk.level === 'low' ? 'warn' : 'danger'}
      title={full ? t('disk.full') : t('disk.low', { free: sizeText(disk.freeBytes) })}
    >
      <p>{t(full ? 'disk.full.what' : 'disk.low.what')}</p>
      <p>{t('disk.todo')}</p>
    </Banner>
  )
}
