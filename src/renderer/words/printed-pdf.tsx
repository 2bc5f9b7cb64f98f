import { useEffect, useState } from 'react'
import { fileAddress } from './save-file.ts'

/** Hands a PDF of the engine's, as base64, to the printer: the same pages that can be saved. Gone with whoever shows it. */
export function PrintedPdf({ pdf, title }: { pdf: string; title: string }) {
  const [address, setAddress] = useState<string>()
  useEffect(() => {
    const made = fileAddress(pdf, 'application/pdf')
    setAddress(made)
    return () => URL.revokeObjectURL(made)
  }, [pdf])
  return (
    address && (
      <iframe
        key={address}
        src={address}
        title={title}
        hidden
        onLoad={(event) => event.currentTarget.contentWindow?.print()}
      />
    )
  )
}
