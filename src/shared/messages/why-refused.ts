import type { Texts } from './text.ts'

/**
 * Why a provider's server could not be told by its assertion, for the administrator and for the provider's engineer (R153): `sent` is
 * what it wrote, `registered` what is registered or in force here.
 */
export const whyRefused = {
  'whyRefused.nothing': ['なし', 'nothing'],
  'whyRefused.no-assertion': [
    'client_assertion（署名した表明）が送られていません。登録した認証方法は private_key_jwt です。',
    'no client_assertion was sent; private_key_jwt is registered',
  ],
  'whyRefused.no-jwt': [
    'client_assertion が JWT の形になっていません。',
    'the client_assertion is not a JWT',
  ],
  'whyRefused.nobody': [
    '「{sent}」という client_id のAPI業者は登録されていません。',
    'no provider is registered as {sent}',
  ],
  'whyRefused.status': [
    'このAPI業者はいま利用できない状態です（{sent}）。',
    'the state of the provider is {sent}',
  ],
  'whyRefused.signature': [
    '署名が、kid の示す登録済みの鍵のものではありません。または、同じ表明（jti）が前に使われています。',
    'the signature is not by the key registered for its kid, or the jti was used before',
  ],
  'whyRefused.algorithm': [
    '表明の署名アルゴリズムが {sent} です。登録は {registered} です。',
    'the assertion is signed with {sent}, registered is {registered}',
  ],
  'whyRefused.no-keys': [
    '鍵のURL（{registered}）から公開鍵を読み取れていません。',
    'no keys could be read at {registered}',
  ],
  'whyRefused.no-key-in-force': [
    'いま有効な登録済みの鍵がありません。',
    'no registered key is in force',
  ],
  'whyRefused.kid': [
    'kid「{sent}」の鍵は登録されていません。登録済み：{registered}',
    'no key is registered with the kid {sent}; registered: {registered}',
  ],
  'whyRefused.key-early': [
    '鍵「{sent}」はまだ有効ではありません（{registered} から）。',
    'the key {sent} is in force from {registered}',
  ],
  'whyRefused.key-over': [
    '鍵「{sent}」の有効期限は {registered} で終わっています。',
    'the key {sent} was in force until {registered}',
  ],
  'whyRefused.issuer': [
    'iss が {iss}、sub が {sub} です。どちらも {registered} にします。',
    'iss is {iss}, sub is {sub}; both must be {registered}',
  ],
  'whyRefused.audience': [
    'aud（宛先）が {sent} です。発行者の識別子そのもの、{registered} にします。',
    'aud is {sent}, must be "{registered}"',
  ],
  'whyRefused.no-jti': ['jti（表明の番号）がありません。', 'jti is missing'],
  'whyRefused.expiry': [
    'exp（有効期限）が {sent} です。数の時刻にします。',
    'exp is {sent}, must be a number',
  ],
  'whyRefused.over': [
    '表明の有効期限 {sent} が過ぎています。こちらの時刻は {registered} です。',
    'the assertion ended at {sent}; it is {registered} here',
  ],
  'whyRefused.ahead': [
    '{name}（表明の時刻）が {sent} で、未来です。こちらの時刻は {registered} です。時計のずれを確かめてください。',
    '{name} is {sent}, in the future; it is {registered} here',
  ],
  'whyRefused.code-unknown': [
    'その認可コードは、このサーバーが出したものではありません。',
    'the code is not one of this server',
  ],
  'whyRefused.code-over': [
    '認可コードの有効期限（60秒）が切れています。',
    'the code has expired (it lives 60 seconds)',
  ],
  'whyRefused.code-used': [
    '認可コードが二度使われました。そのコードで出したトークンと連携を終えています。',
    'the code was redeemed twice; the tokens and the link that it gave have ended (RFC 6749 §4.1.2, §10.5)',
  ],
  'whyRefused.code-redirect': [
    'リダイレクト先が、連携の申込み（PAR）のときと違います。',
    'redirect_uri is not that of the pushed request (RFC 6749 §4.1.3)',
  ],
  'whyRefused.refresh-unknown': [
    '更新トークンがこのサーバーのものでないか、その連携が終わっています。',
    'the refresh token is unknown, or its link has ended (RFC 6749 §5.2)',
  ],
  'whyRefused.link': [
    'その連携は、いま「{sent}」です。',
    'the link of this code or token is now “{sent}”',
  ],
  'whyRefused.no-verifier': [
    'PKCEの検証値（code_verifier）が送られていません。',
    'no code_verifier was sent (RFC 7636 §4.5)',
  ],
  'whyRefused.verifier': [
    'PKCEの検証値（code_verifier）が、申込みのとき（code_challenge）のものと一致しません。',
    'code_verifier does not match the code_challenge of the request (RFC 7636 §4.6)',
  ],
} as const satisfies Texts
