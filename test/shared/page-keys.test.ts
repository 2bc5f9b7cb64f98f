import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'

/** U36: what F1 lists as keys of a page are those that its own components bind, read from their source. */
const root = join(import.meta.dirname, '../../src/renderer')
const read = (path: string): string => readFileSync(join(root, path), 'utf8')

/** What stands between the brackets that open at `at`. */
function inside(text: string, at: number): string {
  for (let i = at, depth = 0; i < text.length; i += 1) {
    if ('{[('.includes(text[i] as string)) depth += 1
    else if ('}])'.includes(text[i] as string) && --depth === 0) return text.slice(at + 1, i)
  }
  throw new RangeError('no end')
}
/** The text without what stands in inner brackets. */
function flat(text: string): string {
  const inner = /\{[^{}]*\}|\([^()]*\)|\[[^[\]]*\]/
  let left = text
  while (inner.test(left)) left = left.replace(inner, '')
  return left
}

/** Each name that a module imports, with the file of ours from which it comes. */
function imports(path: string): Map<string, string> {
  const found = new Map<string, string>()
  for (const [, names = '', from = ''] of read(path).matchAll(
    /^(?:import|export) \{([^}]*)\} from '([^']+)'/gm,
  )) {
    const given = names.split(',').map((one) => one.replace(/\btype\b/, '').trim())
    for (const name of given.filter(Boolean)) {
      const own = from.startsWith('.') ? join(dirname(path), from) : undefined
      const file = from === '#words' ? words().get(name) : own
      // A hook draws nothing of the file beside whose component it stands.
      if (name.startsWith('use') && file?.endsWith('.tsx')) continue
      if (file && existsSync(join(root, file))) found.set(name, file)
    }
  }
  return found
}
const wordsIndex = 'words/index.ts'
let ofWords: Map<string, string> | undefined
function words(): Map<string, string> {
  ofWords ??= imports(wordsIndex)
  return ofWords
}

/** What the tag of a component says, from its name to its end. */
function tags(text: string, name: RegExp): string[] {
  return [...text.matchAll(name)].map(({ index }) => {
    let left = text.slice(index).replace(/^<\w+<[^>]*>/, '')
    while (/^[^>]*[{[(]/.test(left)) {
      const at = left.search(/[{[(]/)
      // Names of properties in a spread count as properties.
      const own = left.slice(0, at)
      left = `${own} ${inside(left, at).replace(/[{}[\]()]|=>|\/?>/g, ' ')} ${left.slice(at + inside(left, at).length + 2)}`
    }
    return left.slice(0, left.indexOf('>'))
  })
}

/** The keys that a module binds itself. */
function own(path: string): string[] {
  const text = read(path)
  const bound = [...text.matchAll(/\buse(?:RecordActs|Shortcuts)\(\{/g)].flatMap(({ index }) => {
    const acts = inside(text, text.indexOf('{', index)).replace(/\/\/.*$/gm, '')
    return [...flat(acts).matchAll(/(?:^|,)\s*(\w+)(?=\s*[:,]|\s*$)/g)].map(
      ([, name]) => name as string,
    )
  })
  const lists = tags(text, /<(?:DataTable|PlainTable)\b/g).flatMap((tag) => [
    ...['rows', 'ends', 'width'],
    ...(/\bonOpen\b/.test(tag) ? ['open'] : []),
    ...(/\bchoose=/.test(tag) ? ['select', 'range'] : []),
  ])
  return [...bound, ...lists]
}

/** The keys that a component and all that it draws bind. */
function bound(path: string, seen = new Set<string>()): string[] {
  if (seen.has(path)) return []
  seen.add(path)
  return [...own(path), ...[...imports(path).values()].flatMap((next) => bound(next, seen))]
}

const routes = read('app/routes.tsx')
const named = (name: string): string =>
  inside(routes, routes.indexOf('[', routes.indexOf(`const ${name} =`)))
const keysIn = (text: string): string[] =>
  [...text.matchAll(/'(\w+)'|\.\.\.(\w+)/g)].flatMap(([, key, list]) =>
    key ? [key] : keysIn(named(list as string)),
  )
const pages = [...routes.matchAll(/\{\s*path: '([^']+)'/g)].map(({ index, 1: path }) => {
  const text = inside(routes, index)
  const keys = /\bkeys: (\w+|\[)/.exec(text)
  const listed =
    keys === null
      ? []
      : keysIn(
          keys[1] === '[' ? inside(text, text.indexOf('[', keys.index)) : named(keys[1] as string),
        )
  const element = text.slice(text.indexOf('element:'))
  const components = [...element.matchAll(/<([A-Z]\w+)/g)].map(([, name]) => name as string)
  return { path, listed, components }
})
const files = imports('app/routes.tsx')

describe('the keys of each page, as F1 lists them', () => {
  it('are read from every page there is', () => {
    expect(pages.length).toBeGreaterThan(30)
    expect(pages.flatMap(({ components }) => components).filter((one) => !files.has(one))).toEqual(
      [],
    )
    // What binds keys is found: those of the customer's page come from the panel beside it and from deep within.
    expect(bound('features/requests/request-panel.tsx')).toEqual(
      expect.arrayContaining(['emergency', 'anew', 'revoke', 'slip', 'toldSlip', 'unlock']),
    )
  })

  it('are those of no other page: what is bound everywhere is not listed twice', () => {
    const everywhere = [
      ...read('words/shortcuts.ts').matchAll(/^ {2}(\w+): \{[^}]*everywhere: true/gms),
    ]
    expect(everywhere.map(([, name]) => name).sort()).toEqual([
      'back',
      'calls',
      'help',
      'nextCall',
      'palette',
      'search',
      'told',
      'undo',
    ])
  })

  it('write nothing alone: the letter of an act opens its dialog, or leads to its button', () => {
    const [all, acts] = [read('words/shortcuts.ts'), read('words/record-acts.ts')]
    const names = keysIn(inside(acts, acts.indexOf('[', acts.indexOf('const recordActs ='))))
    const presses = names.filter((name) => {
      const key = inside(all, all.indexOf('{', all.indexOf(`\n  ${name}: {`)))
      return /keys: \[.*'[a-z]'/.test(key) && !key.includes('leads: true')
    })
    expect(presses.sort()).toEqual([
      'correct',
      'emergency',
      'endRequest',
      'hold',
      'resume',
      'revoke',
    ])
    const given = ['acts-form', 'request-page', 'request-panel'].flatMap((name) => {
      const text = read(`features/requests/${name}.tsx`)
      return inside(text, text.indexOf('{', text.indexOf('useRecordActs({'))).split('\n')
    })
    for (const name of presses) {
      const does = given.filter((line) => line.trim().startsWith(`${name}: `))
      expect(does, name).not.toEqual([])
      for (const line of does) expect(line).toContain(`setDialog('`)
    }
  })

  it.each(pages)('$path $components', ({ listed, components }) => {
    const found = components.flatMap((name) => bound(files.get(name) ?? ''))
    expect([...new Set(listed)].sort()).toEqual([...new Set(found)].sort())
  })
})
