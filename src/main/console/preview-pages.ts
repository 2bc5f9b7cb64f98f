import { randomBytes } from 'node:crypto'

const most = 300

export interface PreviewPage {
  html: string
  nonce: string
}

/** Pages of a preview, each under a random address; the oldest are dropped. */
export class PreviewPages {
  readonly #pages = new Map<string, PreviewPage>()

  keep(make: (nonce: string) => string): string {
    const id = randomBytes(16).toString('base64url')
    const nonce = randomBytes(16).toString('base64')
    this.#pages.set(id, { html: make(nonce), nonce })
    for (const oldest of this.#pages.keys()) {
      if (this.#pages.size <= most) break
      this.#pages.delete(oldest)
    }
    return id
  }

  find(id: string): PreviewPage | undefined {
    return this.#pages.get(id)
  }
}
