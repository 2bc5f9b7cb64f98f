import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

/** Installs what the tests need of Debian, where that is permitted; says what to install where it is not. */
const needed = [
  { name: 'chromium', at: [process.env.CHROMIUM ?? '/usr/bin/chromium'], instead: [] },
  {
    name: 'chromium-headless-shell',
    at: [process.env.CHROMIUM ?? '/usr/bin/chromium-headless-shell'],
    // Slower, and as good (browser.ts).
    instead: ['/usr/bin/chromium'],
  },
  { name: 'fonts-noto-cjk', at: ['/usr/share/fonts/opentype/noto'], instead: [] },
  { name: 'openssl', at: ['/usr/bin/openssl'], instead: [] },
]
const lies = (path: string): boolean => existsSync(path)
const names = (list: typeof needed): string[] => list.map(({ name }) => name)
const missing = needed.filter(({ at }) => !at.some(lies))
if (missing.length > 0) {
  const apt = existsSync('/usr/bin/apt-get') && process.getuid?.() === 0
  const run = (args: string[]): boolean =>
    spawnSync('apt-get', args, {
      stdio: ['ignore', 2, 2],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    }).status === 0
  const installed =
    apt && run(['update', '-qq']) && run(['install', '-y', '-qq', ...names(missing)])
  const left = installed ? [] : missing.filter(({ instead }) => !instead.some(lies))
  if (left.length > 0) {
    const list = names(left)
    process.stderr.write(
      `The tests need ${list.join(' and ')}. Install what is missing (Debian: apt-get install ${list.join(' ')}), or set CHROMIUM to a Chromium's path.\n`,
    )
    process.exit(1)
  }
}
