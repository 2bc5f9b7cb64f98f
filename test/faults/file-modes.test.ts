import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { removeFolder, temporaryFolder } from '../support/service-process.ts'

const service = join(import.meta.dirname, '../../out/main/service.cjs')

it.skipIf(process.platform === 'win32')(
  'whatever the umask, no file of a running service can be read by others, those of SQLite included',
  async () => {
    const folder = join(temporaryFolder(), 'data')
    const child = spawn(
      'sh',
      ['-c', 'umask 0; exec "$@"', 'sh', process.execPath, service, '--data-dir', folder].concat(
        '--provider-port',
        '0',
        '--console-port',
        '0',
        '--demo',
      ),
      { stdio: ['ignore', 'pipe', 'ignore'] },
    )
    try {
      await once(child.stdout, 'data')
      const names = ['.', ...(readdirSync(folder, { recursive: true }) as string[])]
      expect(names).toEqual(
        expect.arrayContaining(['keys.json', 'renkei.db', 'renkei.db-wal', 'renkei.db-shm']),
      )
      for (const name of names)
        expect([name, statSync(join(folder, name)).mode & 0o077]).toEqual([name, 0])
    } finally {
      child.kill('SIGTERM')
      await once(child, 'exit')
      removeFolder(join(folder, '..'))
    }
  },
)
