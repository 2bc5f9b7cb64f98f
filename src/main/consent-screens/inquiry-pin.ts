import { accountText, choice } from './choose.ts'
import { html } from './html.ts'
import { cancelForm, errorSummary, page, primary, stepForm } from './layout.ts'
import type { InquiryPinResultView, InquiryPinView, PinState } from './view.ts'
import { words } from './words.ts'

const stateWords = {
  registered: 'pinResult.registered',
  pending: 'pinResult.pending',
  missing: 'pinResult.missing',
} as const satisfies Record<PinState, string>

/** B3: one account at a time; only those without a PIN can be chosen (R24). */
export function inquiryPinScreen(view: InquiryPinView): string {
  const open = view.accounts.filter((account) => account.state === 'missing')
  return page(
    view,
    { title: words(view, 'pin.title'), step: 3 },
    html`${view.wrong && errorSummary(view, 'pin.wrong.title', 'pin.wrong')}
<p>${words(view, 'pin.lead', { button: words(view, 'pin.button') })}</p>
${stepForm(
  view,
  'register-inquiry-pin',
  html`<fieldset><legend>${words(view, 'pin.legend')}</legend><ul class="choices">${view.accounts.map(
    (account) =>
      choice(
        'radio',
        `account-${account.index}`,
        {
          name: 'account',
          value: account.index,
          checked: open.length === 1 && account.state === 'missing',
          disabled: account.state !== 'missing',
          wrong: view.wrong,
        },
        accountText(account),
        [words(view, stateWords[account.state]), account.memo !== '' && account.memo],
      ),
  )}</ul></fieldset>
<div class="field"><label for="pin">${words(view, 'pin.number')}</label><input id="pin" name="pin" type="password" inputmode="numeric" required minlength="4" maxlength="4" pattern="[0-9０-９]{4}" title="${words(view, 'pin.number.hint')}" autocomplete="off" aria-describedby="pin-hint${view.wrong ? ' error' : ''}"><p class="hint" id="pin-hint">${words(view, 'pin.number.hint')}</p></div>
${primary(words(view, 'pin.button'))}`,
)}
${cancelForm(view)}`,
  )
}

/** B4. Only a PIN typed in this session is shown as ●●●●, and none of its digits. */
export function inquiryPinResultScreen(view: InquiryPinResultView): string {
  const button = words(view, 'pinResult.button')
  return page(
    view,
    { title: words(view, 'pinResult.title'), step: 4 },
    html`<p>${words(view, 'pinResult.lead1')}<br>${words(view, 'pinResult.lead2', { button })}<br>${view.more && words(view, 'pinResult.lead3', { button: words(view, 'pinResult.more') })}</p>
<h2 id="accounts">◎ ${words(view, 'pinResult.table')}</h2>
<div class="scroll" tabindex="0" role="region" aria-labelledby="accounts"><table>
<thead><tr><th scope="col">${words(view, 'pinResult.state')}</th><th scope="col">${words(view, 'pinResult.account')}</th><th scope="col">${words(view, 'pinResult.memo')}</th><th scope="col">${words(view, 'pinResult.pin')}</th></tr></thead>
<tbody>${view.accounts.map((account) => html`<tr><td>${words(view, stateWords[account.state])}</td><td>${accountText(account)}</td><td>${account.memo || '—'}</td><td>${account.state === 'pending' ? '●●●●' : '—'}</td></tr>`)}</tbody>
</table></div>
<p class="hint">${words(view, 'pinResult.note')}</p>
${stepForm(view, 'inquiry-pin-result', primary(button))}
${view.more && html`<form method="post" action="${view.base}/more-inquiry-pins"><input type="hidden" name="csrf" value="${view.csrf}"><button type="submit" class="secondary">${words(view, 'pinResult.more')}</button></form>`}
${cancelForm(view)}`,
  )
}
