import { useMutation } from '@tanstack/react-query'
import { desk } from '#desk'
import type { LedgerEntryView } from '#shared/contract/ledger'
import { mostEvidenceBytes } from '#shared/ledger'
import { ledgerLabel } from '#shared/ledger-words'
import { Button, FileButton } from '#ui'
import { asBase64, Failure, saveFile, sizeText, timeText, useAct, useMay, useWords } from '#words'
import style from './ledger.module.css'

/** Bytes of a piece; as base64 it fits a call. */
const pieceBytes = 96 * 1024

/** Sends a file in pieces, and puts it beside the item as it was read. */
async function attach(providerId: number, entry: LedgerEntryView, given: File): Promise<string> {
  const upload = crypto.randomUUID()
  for (let at = 0; at < given.size; at += pieceBytes) {
    const piece = new Uint8Array(await given.slice(at, at + pieceBytes).arrayBuffer())
    await desk.ledger.send({ upload, at, piece: asBase64(piece) })
  }
  const { item, version } = entry
  const { sha256 } = await desk.ledger.attach({
    ...{ providerId, item, version, upload },
    name: given.name.slice(-200),
  })
  return sha256
}

/** The evidence of an item: each file with its SHA-256 and who entered it, and one more for who may. */
export function EvidenceFiles({
  providerId,
  entry,
  onAttached,
}: {
  providerId: number
  entry: LedgerEntryView
  onAttached: (sha256: string) => void
}) {
  const { t } = useWords()
  const mayAttach = useMay('ledger.attach')
  const open = useMutation({
    mutationFn: (id: number) => desk.ledger.file({ providerId, id }),
    onSuccess: ({ file, fileName }) => saveFile(file, fileName, 'application/octet-stream'),
  })
  const send = useAct((given: File) => attach(providerId, entry, given), onAttached)
  const error = open.error ?? send.error
  return (
    <div className={style.files}>
      <strong>{t('ledger.files')}</strong>
      {error && <Failure error={error} />}
      <ul>
        {entry.files.map(({ id, name, size, sha256, enteredByName, enteredAt }) => (
          <li key={id}>
            <Button small kind="quiet" isPending={open.isPending} onPress={() => open.mutate(id)}>
              {name}
            </Button>
            <small>
              {sizeText(size)}　{enteredByName}　{timeText(enteredAt)}
            </small>
            <code>SHA-256 {sha256}</code>
          </li>
        ))}
      </ul>
      {mayAttach && (
        <div>
          <FileButton
            small
            label={t('ledger.file.add')}
            inputLabel={`${ledgerLabel(t, entry.item)}　${t('ledger.file.add')}`}
            isDisabled={send.busy}
            limit={{
              bytes: mostEvidenceBytes,
              said: t('word.file.tooLarge', { size: sizeText(mostEvidenceBytes) }),
            }}
            onFile={send.act}
          />
        </div>
      )}
    </div>
  )
}
