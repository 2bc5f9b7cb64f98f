import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

/** Runs a command of the command line as a process of its own, to its end. */
export function runCommand(name: string, args: string[], env: NodeJS.ProcessEnv = {}) {
  const script = join(import.meta.dirname, '../../src/main/commands', `${name}.ts`)
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], {
    encoding: 'utf8',
    env: { ...process.env, ...env },
  })
  return { status, stdout, stderr }
}
