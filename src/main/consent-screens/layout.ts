import type { Institution } from '#shared/settings'
import { type Html, html } from './html.ts'
import type { Frame } from './view.ts'

/** The page around every screen. `steps` is the number the notices give it (手順1–4). */
export function page(
  head: {
    title: string
    institution: Institution
    provider?: { name: string; service: string } | undefined
    step?: number
  },
  body: Html,
): string {
  const document = html`<!doctype html>
<html lang="ja">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${head.title}｜${head.institution.name}</title>
<link rel="stylesheet" href="/consent-assets/style.css">
</head>
<body>
<header class="union"><span class="mark" aria-hidden="true"></span><span class="union-name">${head.institution.name}</span><span class="union-service">インターネットバンキング</span></header>
<main>
${head.provider && html`<p class="provider"><span class="provider-label">連携先の「API業者」</span><strong>${head.provider.name}</strong><span>${head.provider.service}</span><span class="other-company">当組合とは別の会社です</span></p>`}
${head.step !== undefined && html`<p class="step">手順 ${head.step}/4</p>`}
<h1>${head.title}</h1>
${body}
</main>
<footer>${head.institution.name}　お問い合わせ ${head.institution.phone}</footer>
</body>
</html>
`
  return document.text
}

/** 中止する, on every screen, as large as the way on (R34). */
export function cancelForm(frame: Pick<Frame, 'base' | 'csrf'>): Html {
  return html`<form method="post" action="${frame.base}/cancel" class="cancel"><input type="hidden" name="csrf" value="${frame.csrf}"><button type="submit" class="secondary">中止する</button></form>
<p class="hint">中止しても、「API業者」に情報は渡りません。</p>`
}

export function errorSummary(title: string, advice: Html): Html {
  return html`<div class="error" role="alert" id="error"><p class="error-title">${title}</p><p>${advice}</p></div>`
}
