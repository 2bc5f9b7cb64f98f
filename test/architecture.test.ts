import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { cruise, type ICruiseResult } from 'dependency-cruiser'
import { describe, expect, it } from 'vitest'
import { Role } from '#shared/staff'
import configuration from '../.dependency-cruiser.mjs'

const root = join(import.meta.dirname, '..')
const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\n')
  .filter((path) => existsSync(join(root, path)))
const sources = files.filter((path) => /^src\/.*\.tsx?$/.test(path))
const read = (path: string): string => readFileSync(join(root, path), 'utf8')

async function violations(ruleSet: object): Promise<{ seen: number; found: string[] }> {
  const { output } = await cruise(['src'], {
    ...configuration.options,
    baseDir: root,
    ruleSet,
    validate: true,
  } as never)
  const { summary, modules } = output as ICruiseResult
  return {
    seen: modules.filter((module) => /^src\/.*\.tsx?$/.test(module.source)).length,
    found: summary.violations.map((one) => `${one.rule.name}: ${one.from} → ${one.to}`),
  }
}

describe('the walls', () => {
  it('hold, over every module there is', async () => {
    const { seen, found } = await violations({ forbidden: configuration.forbidden })
    // Reading no module at all would pass as well: the number must be right.
    expect(seen).toBe(sources.length)
    expect(found).toEqual([])
  })

  it('are not paper: a wall that forbids what is allowed finds it', async () => {
    const { found } = await violations({
      forbidden: [
        {
          name: 'x',
          severity: 'error',
          from: { path: '^src/main/engine/' },
          to: { path: '^src/shared/' },
        },
      ],
    })
    expect(found.length).toBeGreaterThan(10)
  })

  it('the engine is given clock and environment', () => {
    for (const path of sources.filter((file) => file.startsWith('src/main/engine/')))
      expect(read(path), path).not.toMatch(/process\.env|console\.|from 'electron'/)
  })

  it('nothing is decided by a text that a person reads', () => {
    const japanese = String.raw`['"\`][^'"\`\n]*[ぁ-んァ-ヶ一-龠][^'"\`\n]*['"\`]`
    const decided = new RegExp(
      String.raw`([=!]==?|\bcase|\b(includes|startsWith|endsWith|indexOf)\()\s*${japanese}|${japanese}\s*[=!]==?[^>]`,
    )
    expect("words(view, 'x') === '表示する'").toMatch(decided)
    expect("if ('表示' !== text)").toMatch(decided)
    for (const path of sources) expect(decided.exec(read(path))?.[0], path).toBeUndefined()
  })

  it('how long a day is, and when it begins in Japan, stands in one file', () => {
    // The sample provider is somebody else's program; what a migration says stays as it was released.
    const others = sources.filter(
      (file) => !/japanese-date\.ts$|^src\/main\/sample-provider\/|db\/migrations\.ts$/.test(file),
    )
    for (const path of others)
      expect(read(path), path).not.toMatch(/86_?400|24 \* 3_?600|T00:00:00|getUTCDay/)
  })

  it('nothing is decided by the name of a role, but by what it may or is', () => {
    const compared = new RegExp(`[!=]== '(${Role.options.join('|')})'`)
    for (const path of sources) expect(read(path), path).not.toMatch(compared)
  })

  it('what staff change goes through one mechanism, with its audit entry', () => {
    const having = (pattern: RegExp): string[] =>
      sources.filter((path) => path.startsWith('src/main/') && pattern.test(read(path))).sort()
    // What a customer or a provider does; a proposal's change, in its maker's name; a grant's own line of its life; the end of a deletion, in the commit that ends it; that somebody searches much, in that of the search; the stop of a provider, in that of its incident; that an earlier request is closed, in that of the one that goes on with it.
    expect(having(/\brecordAudit\(/)).toEqual([
      'src/main/engine/act.ts',
      'src/main/engine/audit/record.ts',
      'src/main/engine/cases/cases.ts',
      'src/main/engine/consent/authenticate.ts',
      'src/main/engine/customers/search.ts',
      'src/main/engine/grants/history.ts',
      'src/main/engine/proposals/decide.ts',
      'src/main/engine/requests/follow.ts',
      'src/main/engine/retention/runs.ts',
      'src/main/server/authorization/commit.ts',
      'src/main/server/consent/routes.ts',
    ])
    // What changes nothing that anybody decides: calls' records, sweeps, rows that wait for acceptance, when a session was used, what is typed and not sent, and that a call is given up.
    expect(having(/store\s*\.write\(/)).toEqual([
      'src/main/engine/access/access-log.ts',
      'src/main/engine/act-keys.ts',
      'src/main/engine/act.ts',
      'src/main/engine/consent/authenticate.ts',
      'src/main/engine/data/used-proofs.ts',
      'src/main/engine/drafts.ts',
      'src/main/engine/engine.ts',
      'src/main/engine/imports/imports.ts',
      'src/main/engine/providers/key-sets.ts',
      'src/main/engine/providers/key-uses.ts',
      'src/main/engine/settings/settings.ts',
      'src/main/engine/source-failures.ts',
      'src/main/engine/staff/session.ts',
      'src/main/server/authorization/unit-of-work.ts',
      'src/main/server/consent/routes.ts',
    ])
  })

  it('no window is opened with a key that Electron warns of', () => {
    for (const path of sources)
      expect(read(path), path).not.toMatch(
        /nodeIntegration: true|contextIsolation: false|webSecurity: false|experimentalFeatures|enableBlinkFeatures|allowRunningInsecureContent|sandbox: false/,
      )
  })
})

describe('the requirements', () => {
  const register = 'docs/requirements.md'
  const rows = new Map(
    [...read(register).matchAll(/^\| ([RUTPB]\d+) \|.*\| `(test\/[^`]+)` \|$/gm)].map(
      ([, code = '', test = '']) => [code, test],
    ),
  )
  /** R45, U8, T3, P1, B5; dates such as R8.11.20 and times such as T12:00 are none. */
  const codesIn = (text: string): Set<string> =>
    new Set(
      text.match(/(?<![\w.`/-])([RU][1-9]\d{0,2}|T[1-9]\d?|[PB][1-5])(?![\w`/]|[.:-]\d|\.js)/g),
    )
  const named = new Map(
    files
      .filter((path) => /^(src|test|docs)\/.*\.(tsx?|md)$|^[A-Z]+\.md$/.test(path))
      .filter((path) => path !== register)
      .map((path) => [path, codesIn(read(path))]),
  )

  it('have a row for each code that is named anywhere', () => {
    expect(rows.size).toBeGreaterThan(100)
    for (const [path, codes] of named)
      for (const code of codes) expect(rows.has(code), `${code} in ${path}`).toBe(true)
  })

  it('are each named by the test that holds them', () => {
    for (const [code, test] of rows)
      expect(named.get(test)?.has(code), `${code} in ${test}`).toBe(true)
  })

  it('stand in this repository: nothing refers to a document outside of it', () => {
    for (const path of named.keys())
      expect(read(path), path).not.toMatch(
        /\b(protocol|domain|design|ui|product|style)\.md\b|\b(feature|trap) \d/i,
      )
  })
})

describe('the map', () => {
  it('names only files that exist, and what stands in them; so do README, requirements and decisions', () => {
    const seen = { paths: 0, names: 0 }
    for (const document of files.filter((path) => /^(docs\/.*|README)\.md$/.test(path))) {
      const text = read(document)
      for (const [, path = ''] of text.matchAll(/`((?:src|test|docs|resources)\/[^`*{]+)`/g)) {
        seen.paths += 1
        expect(existsSync(join(root, path)), `${path} in ${document}`).toBe(true)
      }
      const inBrackets = [...text.matchAll(/`([^` ]+\.tsx?)` \(((?:`\w+`(?:, )?)+)\)/g)]
      const before = [...text.matchAll(/(`\w+`) in `([^` ]+\.tsx?)`/g)]
      for (const [path = '', names = ''] of [
        ...inBrackets.map(([, path, names]) => [path, names]),
        ...before.map(([, name, path]) => [path, name]),
      ])
        for (const [, name = ''] of names.matchAll(/`(\w+)`/g)) {
          seen.names += 1
          expect(read(path), `${name} in ${path}`).toMatch(new RegExp(`\\b${name}\\b`))
        }
    }
    expect(seen.paths).toBeGreaterThan(300)
    expect(seen.names).toBeGreaterThan(80)
  })

  it('leads to every page, dialog and command: that is where a newcomer looks from', () => {
    const map = read('docs/map.md')
    const faces = sources.filter((path) =>
      /^src\/(renderer\/features\/.*-(page|dialog)\.tsx|main\/commands\/.*\.ts)$/.test(path),
    )
    expect(faces.length).toBeGreaterThan(40)
    expect(faces.filter((path) => !map.includes(`\`${path}\``))).toEqual([])
  })

  it('README names only scripts that exist', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
    for (const [, name = ''] of read('README.md').matchAll(/npm run ([a-z:]+)/g))
      expect(Object.keys(scripts), name).toContain(name)
  })
})

it('versions are exact, so that a build is the same next year', () => {
  const manifest = JSON.parse(read('package.json')) as {
    dependencies: Record<string, string>
    devDependencies: Record<string, string>
  }
  for (const [name, version] of Object.entries({
    ...manifest.dependencies,
    ...manifest.devDependencies,
  }))
    expect(version, name).toMatch(/^\d+\.\d+\.\d+/)
})
