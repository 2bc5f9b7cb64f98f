import { html } from './html.ts'
import { cancelForm, errorSummary, page } from './layout.ts'
import type { ExtraChallengeView } from './view.ts'

/** P3, only when the risk rule asks (R22). */
export function extraChallengeScreen(view: ExtraChallengeView): string {
  return page(
    {
      title: view.texts.extraChallengeTitle,
      institution: view.institution,
      provider: view.provider,
      step: 3,
    },
    html`${view.wrong && errorSummary('回答が一致しません', html`ご登録の回答をお確かめのうえ、もう一度入力してください。全角・半角の違いはそのままでかまいません。続けて間違えると、ご利用が一時的に制限されます。`)}
<p>いつもと違うご利用環境のため、ご本人であることをもう一度確認します。</p>
<form method="post" action="${view.base}/extra-challenge" autocomplete="off">
<input type="hidden" name="csrf" value="${view.csrf}">
<dl class="question"><dt>質問</dt><dd>${view.question}</dd></dl>
<div class="field"><label for="answer">回答を入力</label><input id="answer" name="answer" type="text" required maxlength="64" autocomplete="off" spellcheck="false" ${view.wrong && html`aria-describedby="error"`}></div>
<button type="submit" class="primary">${view.texts.extraChallengeButton}</button>
</form>
${cancelForm(view)}`,
  )
}
