import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { removeFolder, temporaryFolder } from '../support/service-process.ts'

/** npm gives a signal to its shell, which used to die alone and leave the service running. */
it('npm run serve ends with npm, and its port is free again', async () => {
  const folder = temporaryFolder()
  const npm = spawn(
    'npm',
    ['run', 'serve', '--', '--data-dir', folder, '--provider-port', '0', '--console-port', '0'],
    {
      cwd: join(import.meta.dirname, '../..'),
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  )
  let out = ''
  npm.stdout.on('data', (chunk) => {
    out += chunk
  })
  await expect.poll(() => out).toContain('"ready":true')
  const issuer = /"issuer":"([^"]+)"/.exec(out)?.[1] ?? ''
  const answers = () =>
    fetch(`${issuer}/jwks`).then(
      () => true,
      () => false,
    )
  expect(await answers()).toBe(true)
  npm.kill('SIGTERM')
  await expect.poll(answers).toBe(false)
  removeFolder(folder)
})
