import { html } from './html.ts'
import { cancelForm, errorSummary, page } from './layout.ts'
import type { SignInView } from './view.ts'

/** P1 (domain.md 8.1). The sentences under ※注意事項※ are the notice's own. */
export function signInScreen(view: SignInView): string {
  return page(
    {
      title: 'API連携認証（利用登録）',
      institution: view.institution,
      provider: view.provider,
      step: 1,
    },
    html`${view.wrong && errorSummary('ログインできませんでした', html`ログインIDまたはログインパスワードが違うか、ご利用が制限されています。入力内容をお確かめのうえ、もう一度入力してください。お困りのときは当組合（${view.institution.phone}）へお電話ください。`)}
<p>利用規定をご確認ください</p>
<form method="post" action="${view.base}/sign-in" autocomplete="off">
<input type="hidden" name="csrf" value="${view.csrf}">
<div class="field"><label for="loginId">ログインID</label><input id="loginId" name="loginId" type="text" required maxlength="64" autocomplete="username" autocapitalize="none" spellcheck="false" ${view.wrong && html`aria-describedby="error"`}></div>
<div class="field"><label for="password">ログインパスワード</label><input id="password" name="password" type="password" required maxlength="128" autocomplete="current-password" ${view.wrong && html`aria-describedby="error"`}></div>
<section class="caution" aria-labelledby="caution"><h2 id="caution">※注意事項※</h2>
<p>本機能はお客様の金融情報をAPI連携事業者に提供するものです。「免責事項」欄に掲載する当組合のAPI利用規定のリンクより同規定を確認のうえ同意いただき、必ずお客様自身の責任において行っていただきますようお願いいたします。</p>
<h3>免責事項</h3>
<p><a href="${view.texts.termsUrl}" target="_blank" rel="noopener">API利用規定（${view.texts.termsVersion}）<span class="new-tab">別の画面で開きます</span></a></p></section>
<button type="submit" class="primary">API連携</button>
</form>
${cancelForm(view)}`,
  )
}
