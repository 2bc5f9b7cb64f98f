import { parseArgs } from 'node:util'
import { StartRefused } from '#db'

/** Options with a value, all optional. @throws StartRefused usage, for an option that the command does not know */
export function optionsOf<Name extends string>(...names: Name[]): Partial<Record<Name, string>> {
  try {
    return parseArgs({
      strict: true,
      options: Object.fromEntries(names.map((name) => [name, { type: 'string' as const }])),
    }).values as Partial<Record<Name, string>>
  } catch (cause) {
    throw usage(cause instanceof Error ? cause.message : String(cause), 'Bad option.')
  }
}

export function usage(text: string, english: string): StartRefused {
  return new StartRefused(`${text} (${english})`, { reason: 'usage' })
}

/** Runs a command to its end: its exit code, or what it was refused for, in words. */
export function runMain(main: () => Promise<number> | number): void {
  Promise.resolve()
    .then(main)
    .then(
      (code) => {
        process.exitCode = code
      },
      (error: unknown) => {
        process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
        process.exitCode = error instanceof StartRefused ? error.exitCode : 1
      },
    )
}
