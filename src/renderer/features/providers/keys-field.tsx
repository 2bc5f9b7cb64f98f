import { useEffect, useRef, useState } from 'react'
import { desk } from '#desk'
import type { SigningAlgorithm } from '#shared/algorithms'
import type { KeyReading } from '#shared/provider-keys'
import { FileButton, TextInput } from '#ui'
import { sizeText, useWords } from '#words'
import { KeyLife, withSeconds } from './key-life.tsx'
import { KeysTable } from './keys-table.tsx'
import style from './provider.module.css'

const readAfterMs = 250
/** Bytes of a file with a provider's keys. */
const mostKeyBytes = 100 * 1024

/**
 * Public keys as they are pasted, read at once by the engine. What holds a private key is cleared from the field, and is in no
 * draft and no cache of the window: the call is made outside of the queries for that.
 */
export function KeysField({
  value,
  signingAlgorithm,
  onChange,
  error,
}: {
  value: string
  signingAlgorithm: SigningAlgorithm
  onChange: (jwks: string) => void
  error: string | undefined
}) {
  const { t } = useWords()
  const [reading, setReading] = useState<KeyReading>()
  const change = useRef(onChange)
  change.current = onChange
  /** What stands in the field because it was read and written anew: it is not read again. */
  const written = useRef<string>(undefined)
  useEffect(() => {
    // What was told of a field that was cleared stays until something else is pasted.
    if (value.trim() === '' || `${signingAlgorithm} ${value}` === written.current) return
    let isOld = false
    const timer = setTimeout(async () => {
      const text = withSeconds(value)
      const read = await desk.providers.readKeys({ text, signingAlgorithm }).catch(() => null)
      if (isOld || read === null) return
      setReading(read)
      if (read.faults.some(({ fault }) => fault === 'private-key')) change.current('')
      else if (read.converted && text === value) {
        const whole = JSON.stringify(read.jwks, null, 2)
        written.current = `${signingAlgorithm} ${whole}`
        change.current(whole)
      }
    }, readAfterMs)
    return () => {
      isOld = true
      clearTimeout(timer)
    }
  }, [value, signingAlgorithm])
  const told = reading?.faults.map(
    ({ fault, at, value: what }) =>
      (at > 0 ? t('keyFault.at', { at }) : '') + t(`keyFault.${fault}`, { value: what }),
  )
  const hasFaults = told !== undefined && told.length > 0
  const read = value.trim() === '' ? undefined : reading
  return (
    <>
      <div>
        <FileButton
          small
          label={t('provider.keys.file')}
          accept=".json,.jwks,.pem,.crt,.cer,application/json"
          limit={{
            bytes: mostKeyBytes,
            said: t('word.file.tooLarge', { size: sizeText(mostKeyBytes) }),
          }}
          onFile={async (given) => onChange(await given.text())}
        />
      </div>
      {/* What is read comes a moment later, into room that is kept for it: nothing else moves. */}
      <div className={style.pasted}>
        <TextInput
          half={false}
          wide
          rows={8}
          label={t('provider.keys.jwks')}
          hint={t('provider.keys.jwks.hint')}
          value={value}
          onChange={onChange}
          error={hasFaults ? told.join('\n') : error}
        />
        <div className={style.reading}>
          <div role="status">
            {read === undefined || read.keys.length === 0 ? (
              <p className={style.client}>{t('keys.read.none')}</p>
            ) : (
              <>
                <KeysTable
                  caption={t('keys.read')}
                  keys={read.keys}
                  signingAlgorithm={signingAlgorithm}
                />
                {read.keys.some(({ kidGiven }) => kidGiven) && (
                  <p className={style.client}>{t('keys.kidGiven')}</p>
                )}
              </>
            )}
          </div>
          {read && <KeyLife text={value} onChange={onChange} />}
        </div>
      </div>
    </>
  )
}
