import {
  changesSinceLast,
  publicationBody,
  publicationState,
  publishedBody,
  publishLists,
} from '#engine'
import type { PublicationBody } from '#shared/publication'
import { asOfText, noticeTables, publicationHtml, publicationPath } from '#shared/publication'
import { CsvWriter } from '../paper/csv.ts'
import { signedIn } from './answer.ts'

/** The two lists in one file, as the notices' tables have them. */
function csvOf(body: PublicationBody, asOn: string): Uint8Array {
  const csv = new CsvWriter('utf-8', true)
  csv.add([['区分', noticeTables.business.heads[0], 'サービス内容', '基準日']])
  for (const [channel, name] of [
    ['personal', '個人'],
    ['business', '法人'],
  ] as const)
    csv.add(body[channel].map(({ provider, service }) => [name, provider, service, asOfText(asOn)]))
  return csv.file() ?? new Uint8Array()
}

export const publication = {
  find: signedIn.publication.find.handler(({ context: { engine, place } }) => ({
    ...publicationState(engine),
    address: new URL(publicationPath, place.issuer).href,
  })),
  standing: signedIn.publication.standing.handler(({ context: { engine } }) => {
    const body = publicationBody(engine)
    return {
      changes: changesSinceLast(engine, body)?.length ?? null,
      connected: body.clauses.length,
    }
  }),
  publish: signedIn.publication.publish.handler(({ context, input }) =>
    publishLists(context, input),
  ),
  file: signedIn.publication.file.handler(async ({ context: { engine }, input: { id, form } }) => {
    const { body, asOn } = publishedBody(engine, id)
    const { publicationPdf } = await import('../paper/publication-pdf.ts')
    const bytes =
      form === 'html'
        ? Buffer.from(publicationHtml(body, asOn))
        : form === 'csv'
          ? csvOf(body, asOn)
          : await publicationPdf(body, asOn)
    return {
      fileName: `API連携先_${asOn.replaceAll('-', '')}.${form}`,
      file: Buffer.from(bytes).toString('base64'),
    }
  }),
}
