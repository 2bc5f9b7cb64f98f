import { html } from './html.ts'
import { cancelForm, errorSummary, page } from './layout.ts'
import type { UserNumberView } from './view.ts'

/** P2: single digits of the 利用者番号, so that nobody who looks on learns the whole. */
export function userNumberScreen(view: UserNumberView): string {
  const list = view.positions.map((position) => `${position}桁目`).join('、')
  return page(
    {
      title: 'API連携認証（利用登録）（利用者番号認証）',
      institution: view.institution,
      provider: view.provider,
      step: 2,
    },
    html`${view.wrong && errorSummary('利用者番号の数字が一致しません', html`指定の桁（${list}）をお確かめのうえ、もう一度入力してください。続けて間違えると、ご利用が一時的に制限されます。`)}
<p>利用者番号のうち指定の桁に該当する値を入力してください。</p>
<form method="post" action="${view.base}/user-number" autocomplete="off">
<input type="hidden" name="csrf" value="${view.csrf}">
<fieldset><legend>入力桁数の指定</legend>
<p class="hint">利用者番号（${view.length}桁）の左から数えて <strong>${list}</strong></p>
<div class="digits">${view.positions.map((position, i) => html`<div class="digit"><label for="digit-${i + 1}">${position}桁目</label><input id="digit-${i + 1}" name="digit" type="text" inputmode="numeric" required maxlength="1" size="1" pattern="[0-9０-９]" title="数字1文字" autocomplete="off" ${view.wrong && html`aria-describedby="error"`}></div>`)}</div>
</fieldset>
<button type="submit" class="primary">次へ</button>
</form>
${cancelForm(view)}`,
  )
}
