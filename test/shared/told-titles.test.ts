import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { messages } from '#shared/messages/catalogue'

/** U23: 通知 keeps the titles of banners for the sitting, and so none of them holds what is shown once, a code. */
const root = join(import.meta.dirname, '../../src/renderer')

/** What stands between the braces of a property that begins at `at`. */
function braces(text: string, at: number): string {
  for (let i = at, depth = 0; i < text.length; i += 1) {
    if (text[i] === '{') depth += 1
    else if (text[i] === '}' && --depth === 0) return text.slice(at, i + 1)
  }
  throw new RangeError('no end')
}

/** The keys of the messages that a piece of code names; a template stands for all that begin as it does. */
const keysIn = (code: string): string[] =>
  [...code.matchAll(/'([\w.-]+)'|`([\w.-]+)\$\{/g)].flatMap(([, key, prefix]) =>
    Object.keys(messages).filter((one) => (prefix ? one.startsWith(prefix) : one === key)),
  )

/** Every `title={…}` of a banner and every `data-told={…}`, with the messages in it. */
function titles(text: string): string[] {
  const places = [...text.matchAll(/<Banner\b/g)].map(({ index }) => {
    const at = text.indexOf('title=', index)
    return text[at + 6] === '{' ? braces(text, at + 6) : ''
  })
  const told = [...text.matchAll(/data-told=\{/g)].map(({ index }) => braces(text, index + 10))
  return [...places, ...told].flatMap(keysIn)
}

it('no title of a banner holds a code', () => {
  const found = globSync('**/*.tsx', { cwd: root }).flatMap((path) =>
    titles(readFileSync(join(root, path), 'utf8')).map((key) => ({ path, key })),
  )
  expect(found.length).toBeGreaterThan(60)
  const withCode = found.filter(({ key }) =>
    messages[key as keyof typeof messages].some((words) => /\{code\b/.test(words)),
  )
  expect(withCode).toEqual([])
})
