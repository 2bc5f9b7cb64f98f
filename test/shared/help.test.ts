import { describe, expect, it } from 'vitest'
import { messages } from '#shared/messages/catalogue'
import { help } from '#shared/messages/help'

/** U36: the help of a page speaks of what stands in the window, by its own words. */
const others = Object.entries(messages)
  .filter(([key]) => !(key in help))
  .map(([, [japanese]]) => japanese as string)

describe.each(Object.entries(help))('%s', (_, [japanese, english]) => {
  it('says in both languages what the page is for, and what to do when something is the case', () => {
    const [first = '', ...further] = japanese.split('\n')
    expect(first).toMatch(/。$/)
    expect(further.length).toBeGreaterThan(0)
    for (const line of further) expect(line).toMatch(/^.+(とき|たら|来る|には)[^:。]*: .+。$|。$/)
    expect(english.split('\n')).toHaveLength(japanese.split('\n').length)
  })

  it('names only what stands in the window', () => {
    for (const [, named = ''] of japanese.matchAll(/「([^」]+)」/g))
      expect(
        others.some((words) => words.includes(named)),
        named,
      ).toBe(true)
  })
})
