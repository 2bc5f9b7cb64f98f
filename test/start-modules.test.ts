import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const built = join(import.meta.dirname, '../out/main')

/** A chunk, and those that are loaded with it; what it imports later is `()=>require(…)`. */
function loadedWith(file: string, into = new Map<string, string>()): Map<string, string> {
  if (into.has(file)) return into
  const text = readFileSync(join(built, file), 'utf8')
  into.set(file, text)
  for (const [, next = ''] of text.matchAll(/\w=require\("\.\/([^"]+)"\)/g)) loadedWith(next, into)
  return into
}

it('decision 0010: before the service listens only what that needs is loaded', () => {
  const main = readdirSync(built).find((name) => /^service-main-.*\.cjs$/.test(name))
  const chunks = loadedWith(main ?? '')
  const kilobytes = [...chunks.values()].join('').length / 1024
  // Kysely and zod are 370 of them. The whole is 5,000.
  expect(kilobytes).toBeGreaterThan(380)
  expect(kilobytes).toBeLessThan(510)
})
