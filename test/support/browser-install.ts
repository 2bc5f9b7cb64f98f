import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

/** Installs what the tests need of Debian, where that is permitted; says what to install where it is not. */
const packages = ['chromium', 'fonts-noto-cjk', 'openssl']
const present =
  existsSync(process.env.CHROMIUM ?? '/usr/bin/chromium') &&
  existsSync('/usr/share/fonts/opentype/noto') &&
  existsSync('/usr/bin/openssl')
if (!present) {
  const apt = existsSync('/usr/bin/apt-get') && process.getuid?.() === 0
  const run = (args: string[]): number | null =>
    spawnSync('apt-get', args, {
      stdio: ['ignore', 2, 2],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    }).status
  if (!apt || run(['update', '-qq']) !== 0 || run(['install', '-y', '-qq', ...packages]) !== 0) {
    process.stderr.write(
      `The tests need ${packages.join(' and ')}. Install them (Debian: apt-get install ${packages.join(' ')}), or set CHROMIUM to a Chromium's path.\n`,
    )
    process.exit(1)
  }
}
