import { extractText, getDocumentProxy } from 'unpdf'

/** The words of a PDF as a reader finds them, page by page. */
export async function pdfText(bytes: Uint8Array): Promise<string[]> {
  const { text } = await extractText(await getDocumentProxy(new Uint8Array(bytes)))
  return text
}
