import { afterEach } from 'vitest'

/** Of each window, how much of what stands in it is told. */
const told = 4_000

/** A red test tells what stood in its windows, since no one can look at them afterwards. */
afterEach(async ({ task }) => {
  if (task.result?.state !== 'fail') return
  const { openBrowsers } = await import('./browser.ts')
  for (const page of openBrowsers().flatMap((one) => one.contexts().flatMap((of) => of.pages()))) {
    const now = await page
      .evaluate(() => ({
        focus: document.activeElement?.outerHTML.slice(0, 300),
        typed: [...document.querySelectorAll<HTMLInputElement>('input:not([type=password])')].map(
          ({ labels, name, value, checked, type }) =>
            `${labels?.[0]?.textContent ?? name}=${/check|radio/.test(type) ? checked : value}`,
        ),
        text: document.body.innerText,
      }))
      .catch((error: unknown) => ({ focus: '', typed: [], text: String(error) }))
    process.stderr.write(
      `\n--- ${task.name}: ${page.url()}\nfocus: ${now.focus}\ntyped: ${now.typed.join(' | ')}\n${now.text.slice(0, told)}\n`,
    )
  }
})
