import type { FastifyReply } from 'fastify'
import { Language } from '#shared/consent-texts'
import { Channel } from '#shared/grant'

/** In whose words a page speaks: a person's or a company's, in Japanese or English. */
export interface Face {
  channel: Channel
  language: Language
}

const name = 'rk_words'
const oneHour = 3600

/**
 * The words of a page for which there is no walk, such as one that is over: those of the address, else of the last page that this
 * browser was shown. They decide nothing but the words.
 */
export function faceOf(request: {
  url?: string | undefined
  headers: { cookie?: string | undefined }
}): Face {
  const kept = new RegExp(`(?:^|; *)${name}=(\\w+)-(\\w+)`).exec(request.headers.cookie ?? '')
  const { query } = partsOf(request.url)
  return {
    channel: Channel.catch('personal').parse(query.get('channel') ?? kept?.[1]),
    language: Language.catch('ja').parse(query.get('lang') ?? kept?.[2]),
  }
}

export function keepFace(reply: FastifyReply, { channel, language }: Face, secure: boolean): void {
  reply.header(
    'set-cookie',
    `${name}=${channel}-${language}; Path=/; Max-Age=${oneHour}; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`,
  )
}

/** The first language of a provider's `ui_locales` that there is (OpenID Connect Core §3.1.2.1; BCP 47 tags by preference). */
export function languageAsked(locales: unknown): Language | undefined {
  if (typeof locales !== 'string') return undefined
  return locales
    .split(' ')
    .map((tag) => Language.safeParse(tag.split('-')[0]?.toLowerCase()).data)
    .find((language) => language !== undefined)
}

/** The same address in the other language. */
export function inOtherLanguage(url: string, language: Language): string {
  const { path, query } = partsOf(url)
  query.set('lang', language === 'ja' ? 'en' : 'ja')
  return `${path}?${query}`
}

/** Any request line has these two; a path that began with two slashes would be another host's in a link. */
function partsOf(url = '/'): { path: string; query: URLSearchParams } {
  const [path = '', query = ''] = url.split('?', 2)
  return { path: path.replace(/^\/+/, '/'), query: new URLSearchParams(query) }
}
