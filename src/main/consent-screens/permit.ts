import type { Scope } from '#shared/grant'
import { dateText, eraDate } from '#shared/japanese-date'
import { html } from './html.ts'
import { cancelForm, page } from './layout.ts'
import type { PermitView } from './view.ts'

/** Most consequential first, in words that need no explanation. */
const data: [Scope, string, string][] = [
  ['transactions', '入出金明細', 'いつ、いくら、どこへ・どこからのお金の出入りがあったか'],
  ['balances', '残高', '口座にいくらあるか'],
  ['accounts', '口座の情報', '支店名、科目、口座番号、口座名義'],
]

function day(ms: number): string {
  const [year, month, date] = dateText(ms).split('/').map(Number)
  return `${eraDate(ms)}（${year}年${month}月${date}日）`
}

/** P4: who, what, from which accounts, until when, and how to stop it (R33). */
export function permitScreen(view: PermitView): string {
  const shown = data.filter(([scope]) => view.scopes.includes(scope))
  return page(
    {
      title: 'API連携認証（利用登録）（情報連携認可）',
      institution: view.institution,
      provider: view.provider,
      step: 4,
    },
    html`<p>${view.provider.name}が、お客様の口座情報へのアクセスを求めています。アクセスを許可する場合は「${view.texts.permitButton}」ボタンを押してください。</p>
${
  view.texts.showScopeAndPeriod &&
  html`<section aria-labelledby="data"><h2 id="data">渡す情報</h2><dl class="data">${shown.map(([, name, words]) => html`<div><dt>${name}</dt><dd>${words}</dd></div>`)}</dl></section>
<section aria-labelledby="accounts"><h2 id="accounts">対象の口座</h2><ul class="accounts">${view.accounts.map((account) => html`<li>${account.branchName}（${account.branchCode}）　${account.type}　${account.number}</li>`)}</ul><p class="hint">今後新しく開く口座は含まれません。</p></section>
<section aria-labelledby="period"><h2 id="period">期間</h2><dl class="period"><div><dt>開始</dt><dd>${day(view.from)}</dd></div><div><dt>終了</dt><dd><strong>${day(view.to)}</strong></dd></div></dl><p class="hint">${view.days}日間です。期限が来ると自動で終わります。</p></section>
<section aria-labelledby="stop"><h2 id="stop">やめるとき</h2><p>「API業者」の利用停止の手続きのほか、当組合へのお電話（<span class="phone">${view.institution.phone}</span>）でもいつでも解除できます。</p></section>`
}
<p class="reassure">ログインIDやログインパスワードが「API業者」に渡ることはありません。お振込など、お金を動かす操作はできません。</p>
<form method="post" action="${view.base}/permit">
<input type="hidden" name="csrf" value="${view.csrf}">
<button type="submit" class="primary">${view.texts.permitButton}</button>
</form>
${cancelForm(view)}`,
  )
}
