import type { Page } from 'playwright-core'

/** Which of the words stand in a string that the page's memory still holds after what can be collected was collected. */
export async function remembered(page: Page, words: readonly string[]): Promise<string[]> {
  // The driver's own search for text keeps the last text that it looked through.
  await page.getByText(/./).first().waitFor()
  const client = await page.context().newCDPSession(page)
  const pieces: string[] = []
  client.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => pieces.push(chunk))
  await client.send('HeapProfiler.enable')
  // A second one takes what the first one's finalizers let go.
  for (let i = 0; i < 2; i += 1) await client.send('HeapProfiler.collectGarbage')
  await client.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false })
  await client.detach()
  const { strings } = JSON.parse(pieces.join('')) as { strings: string[] }
  return words.filter((word) => strings.some((text) => text.includes(word)))
}
