import type { TextKey } from '#shared/consent-texts'
import { choice } from './choose.ts'
import { type Html, html } from './html.ts'
import { bullet, cancelForm, errorSummary, page, primary, stepForm, triesLeft } from './layout.ts'
import { accountText } from './model.ts'
import type { InquiryPinResultView, InquiryPinView, PinState } from './view.ts'
import { words } from './words.ts'

const stateWords = {
  registered: 'pinResult.registered',
  pending: 'pinResult.pending',
  missing: 'pinResult.missing',
  'not-on-file': 'pinResult.notOnFile',
} as const satisfies Record<PinState, string>

/** B3: one account at a time; only those without a PIN can be chosen (R24). */
export function inquiryPinScreen(view: InquiryPinView): string {
  const wrong = view.wrong || view.unchosen
  const open = view.accounts.filter((account) => account.state === 'missing')
  return page(
    view,
    { title: words(view, 'pin.title'), wrong },
    html`${view.wrong && errorSummary(view, 'pin.wrong.title', 'pin.wrong')}${view.wrong && triesLeft(view)}${view.unchosen && errorSummary(view, 'pin.none.title', 'pin.none')}
<p>${words(view, 'pin.lead', { button: words(view, 'pin.button') })}</p>
${stepForm(
  view,
  'register-inquiry-pin',
  html`<fieldset ${view.unchosen && html`role="radiogroup" aria-invalid="true" aria-describedby="error"`}><legend>${words(view, 'pin.legend')}</legend><ul class="choices">${view.accounts.map(
    (account) =>
      choice(
        'radio',
        `account-${account.index}`,
        {
          name: 'account',
          value: account.index,
          checked: open.length === 1 && account.state === 'missing',
          disabled: account.state !== 'missing',
          wrong,
        },
        accountText(view, account),
        [
          account.state === 'not-on-file'
            ? words(view, 'accounts.notOnFile')
            : words(view, stateWords[account.state]),
          account.memo !== '' && account.memo,
        ],
      ),
  )}</ul></fieldset>
<div class="field"><label for="pin">${words(view, 'pin.number')}</label><input id="pin" name="pin" type="password" inputmode="numeric" required minlength="4" maxlength="4" pattern="[0-9０-９]{4}" title="${words(view, 'pin.number.hint')}" autocomplete="one-time-code" ${view.wrong && html`aria-invalid="true"`} aria-describedby="pin-hint${view.wrong ? ' error' : ''}"><p class="hint" id="pin-hint">${words(view, 'pin.number.hint')}</p></div>
${primary(words(view, 'pin.button'))}`,
)}
${cancelForm(view)}`,
  )
}

const columns = [
  'pinResult.state',
  'pinResult.account',
  'pinResult.memo',
  'pinResult.pin',
] as const satisfies readonly TextKey[]

/**
 * On a narrow screen each account is a block and each line carries its column's name (style.ts); the ARIA roles keep it a
 * table.
 */
function resultRow(
  view: InquiryPinResultView,
  account: InquiryPinResultView['accounts'][number],
): Html {
  const cells = [
    words(view, stateWords[account.state]),
    accountText(view, account),
    account.memo || '—',
    account.state === 'pending' ? '●●●●' : '—',
  ]
  return html`<tr role="row">${cells.map((cell, i) => html`<td role="cell" data-label="${words(view, columns[i] ?? 'pinResult.state')}">${cell}</td>`)}</tr>`
}

/** B4. Only a PIN typed in this session is shown as ●●●●, and none of its digits. */
export function inquiryPinResultScreen(view: InquiryPinResultView): string {
  const button = words(view, 'pinResult.button')
  return page(
    view,
    { title: words(view, 'pinResult.title') },
    html`<p>${words(view, 'pinResult.lead1')}<br>${words(view, 'pinResult.lead2', { button })}<br>${view.more && words(view, 'pinResult.lead3', { button: words(view, 'pinResult.more') })}</p>
<h2 id="accounts">${bullet(view)}${words(view, 'pinResult.table')}</h2>
<table role="table" aria-labelledby="accounts">
<thead role="rowgroup"><tr role="row">${columns.map((key) => html`<th role="columnheader" scope="col">${words(view, key)}</th>`)}</tr></thead>
<tbody role="rowgroup">${view.accounts.map((account) => resultRow(view, account))}</tbody>
</table>
<p class="hint">${words(view, 'pinResult.note')}</p>
${stepForm(view, 'inquiry-pin-result', primary(button))}
${view.more && html`<form method="post" action="${view.base}/more-inquiry-pins"><input type="hidden" name="csrf" value="${view.csrf}"><button type="submit" class="secondary">${words(view, 'pinResult.more')}</button></form>`}
${cancelForm(view)}`,
  )
}
