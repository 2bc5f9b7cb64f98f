import type { DemoCustomer } from './service-process.ts'

export interface Answer {
  status: number
  location: string | null
  text: string
  headers: Headers
}

/** A customer's browser without a window: cookies, forms and redirects, for tests that need many of them. */
export class FormCustomer {
  #jar = new Map<string, { name: string; value: string; path: string }>()
  readonly headers: Record<string, string>
  last: Answer = { status: 0, location: null, text: '', headers: new Headers() }
  url = ''

  readonly #fetch: typeof fetch

  /** @param through fetches for it, where the issuer's name is known to nobody but a front of the test */
  constructor(headers: Record<string, string> = {}, through: typeof fetch = fetch) {
    this.headers = headers
    this.#fetch = through
  }

  /** Another tab: the same cookies, a page of its own. */
  beside(): FormCustomer {
    const tab = new FormCustomer(this.headers, this.#fetch)
    tab.#jar = this.#jar
    return tab
  }

  async request(url: string, form?: Record<string, string | string[]>): Promise<Answer> {
    const body =
      form &&
      new URLSearchParams(
        Object.entries(form).flatMap(([name, value]) =>
          [value].flat().map((one): [string, string] => [name, one]),
        ),
      )
    const through = this.#fetch
    const response = await through(url, {
      method: body ? 'POST' : 'GET',
      redirect: 'manual',
      headers: {
        ...this.headers,
        cookie: this.#cookiesFor(new URL(url).pathname),
        ...(body && { 'content-type': 'application/x-www-form-urlencoded' }),
      },
      ...(body && { body }),
    })
    for (const cookie of response.headers.getSetCookie()) {
      const [pair = ''] = cookie.split(';')
      const name = pair.slice(0, pair.indexOf('='))
      const path = /path=([^;]+)/i.exec(cookie)?.[1] ?? '/'
      const gone = /expires=Thu, 01 Jan 1970/i.test(cookie)
      if (gone) this.#jar.delete(`${name} ${path}`)
      else
        this.#jar.set(`${name} ${path}`, { name, path, value: pair.slice(pair.indexOf('=') + 1) })
    }
    this.url = url
    const text = await response.text()
    this.last = {
      status: response.status,
      // The last page leads to the provider without a redirect.
      location: response.headers.get('location') ?? goesOnTo(text),
      text,
      headers: response.headers,
    }
    return this.last
  }

  /** RFC 6265 §5.4: by path, the longer first. */
  #cookiesFor(pathname: string): string {
    return [...this.#jar.values()]
      .filter(
        ({ path }) =>
          pathname === path || pathname.startsWith(path.endsWith('/') ? path : `${path}/`),
      )
      .sort((a, b) => b.path.length - a.path.length)
      .map(({ name, value }) => `${name}=${value}`)
      .join('; ')
  }

  /** Follows redirects as long as they stay with the issuer; returns the last answer, whose location may lead to the provider. */
  async follow(url: string, form?: Record<string, string | string[]>): Promise<Answer> {
    let answer = await this.request(url, form)
    for (let hop = 0; hop < 8 && answer.location !== null; hop += 1) {
      const next = new URL(answer.location, this.url)
      if (next.origin !== new URL(this.url).origin) break
      answer = await this.request(next.href)
    }
    return answer
  }

  get csrf(): string {
    return /name="csrf" value="([^"]+)"/.exec(this.last.text)?.[1] ?? ''
  }

  /** Which permission page this is. */
  get shown(): string {
    return /name="shown" value="([^"]+)"/.exec(this.last.text)?.[1] ?? ''
  }

  get title(): string {
    return /<h1>(.*?)<\/h1>/.exec(this.last.text)?.[1] ?? ''
  }

  action(step: string): string {
    const path = new RegExp(`action="([^"]*/${step})"`).exec(this.last.text)?.[1]
    return new URL(
      path ?? `${new URL(this.url).pathname.split('/').slice(0, 3).join('/')}/${step}`,
      this.url,
    ).href
  }

  submit(step: string, fields: Record<string, string | string[]> = {}): Promise<Answer> {
    return this.follow(this.action(step), { csrf: this.csrf, shown: this.shown, ...fields })
  }

  digits(userNumber: string): string[] {
    return [...this.last.text.matchAll(/>(\d+)桁目<\/label>/g)].map(
      (match) => userNumber[Number(match[1]) - 1] ?? '',
    )
  }

  async signIn(customer: DemoCustomer): Promise<Answer> {
    return this.submit('sign-in', { loginId: customer.loginId, password: customer.password })
  }

  /** From the authorization URL to 許可; returns the callback URL. */
  async permitAll(url: string, customer: DemoCustomer): Promise<URL> {
    const seen: string[] = []
    const page = async (answer: Promise<Answer>): Promise<Answer> => {
      const { status, text } = await answer
      seen.push(`${status} ${this.title} ${/role="alert">(.*?)</.exec(text)?.[1] ?? ''}`)
      return answer
    }
    await page(this.follow(url))
    await page(this.signIn(customer))
    await page(this.submit('user-number', { digit: this.digits(customer.userNumber) }))
    if (this.last.text.includes('name="answer"')) {
      const question = /<dd>(.*?)<\/dd>/.exec(this.last.text)?.[1]
      const answer = customer.questions.find((entry) => entry.question === question)?.answer ?? ''
      await page(this.submit('extra-challenge', { answer }))
    }
    const answer = await page(this.submit('permit'))
    if (answer.location === null) throw new Error(`no redirect: ${seen.join(' → ')}`)
    return new URL(answer.location)
  }
}

/** Where a page leads by itself. */
function goesOnTo(text: string): string | null {
  const to = /<meta http-equiv="refresh" content="0;url=([^"]+)">/.exec(text)?.[1]
  return to?.replaceAll('&amp;', '&') ?? null
}
