import type { SampleState } from './client.ts'

const escaped = (text: string): string => text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`)
const yen = (text: string): string =>
  `${Number(text.replace(/[^\d-]/g, '')).toLocaleString('ja-JP')}円`

/** Deliberately unlike the union's pages: another company made it. */
export function samplePage(state: SampleState, form: string): string {
  const button = (action: string, label: string, strong = false): string =>
    `<form method="post" action="/${action}"><input type="hidden" name="form" value="${form}"><button${strong ? ' class="strong"' : ''}>${label}</button></form>`
  const accounts = state.accounts
    .map(
      (account) =>
        `<section><h2>${escaped(account.name)}</h2><p class="balance">${account.balance ? `${yen(account.balance.amount)} <small>${escaped(account.balance.at)} 現在</small>` : '残高はまだ届いていません'}</p><table><caption>最近の入出金</caption><tbody>${account.transactions
          .map(
            (row) =>
              `<tr><td>${escaped(row.date)}</td><td>${escaped(row.text)}</td><td class="n">${escaped(row.amount.slice(0, 1))}${yen(row.amount)}</td></tr>`,
          )
          .join('')}</tbody></table></section>`,
    )
    .join('')
  return `<!doctype html><html lang="ja"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>家計簿デモ</title><style>
body{margin:0;font:16px/1.7 system-ui,"Noto Sans JP","Noto Sans CJK JP",sans-serif;background:#fff8ef;color:#3b2a1a}main,header{max-width:44rem;margin:0 auto;padding:1rem}
header{border-bottom:2px dashed #b3541e}h1{margin:0;font-size:1.4rem;color:#8a3b10}.acts{display:flex;flex-wrap:wrap;gap:.5rem}button{min-height:2.75rem;padding:.25rem 1.25rem;font:inherit;border:1px solid #8a3b10;border-radius:999px;background:#fff;color:#8a3b10}
.strong{background:#8a3b10;color:#fff}section{margin:1rem 0;padding:1rem;background:#fff;border-radius:12px}h2{margin:0;font-size:1rem}.balance{margin:0;font-size:1.5rem;font-weight:700;font-variant-numeric:tabular-nums}
table{width:100%;border-collapse:collapse;font-size:.85rem}caption{text-align:left;color:#6b5a4a}td{padding:.2rem 0;border-top:1px solid #eadfd3}.n{text-align:right;font-variant-numeric:tabular-nums}ul{padding-left:1.2rem;font-size:.85rem}</style></head>
<body><header><h1>家計簿デモ</h1><p>これは見本のAPI業者アプリです。信用組合とは別の会社が作ったものとして動きます。</p></header><main>
<div class="acts">${button('link', state.linked ? '連携をやり直す' : '秋田県信用組合と連携する', !state.linked)}${state.linked ? button('read', '残高・明細を読み直す', true) + button('refresh', 'トークンを更新する') : ''}</div>
${state.endsInDays === undefined ? '' : `<p>連携の期限まで あと${state.endsInDays}日</p>`}${accounts}
<h2>信用組合から受け取った応答</h2><ul role="status">${state.notes.map((note) => `<li>${escaped(note)}</li>`).join('') || '<li>まだありません</li>'}</ul></main></body></html>`
}
