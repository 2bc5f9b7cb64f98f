import { resourceOf } from '../resource.ts'

const text = { type: 'string' }
const list = (names: string): Record<string, typeof text> =>
  Object.fromEntries(
    names
      .trim()
      .split(/\s+/)
      .map((name) => [name, text]),
  )
const told = (names: string, description: string) =>
  Object.fromEntries(names.split(' ').map((name) => [name, { ...text, description }]))
const json = (schema: object) => ({ content: { 'application/json': { schema } } })
const object = (properties: object) => ({ type: 'object', properties })

const accountFields = list(
  'accountId branchCode branchName accountTypeCode accountTypeName accountNumber primaryAccountCode accountName accountNameKana currencyCode currencyName',
)
const balanceFields = {
  ...list('accountId accountTypeCode accountTypeName balance'),
  ...told(
    'withdrawableAmount previousDayBalance previousMonthBalance',
    'Absent when the institution did not deliver it',
  ),
  ...list('currencyCode currencyName'),
  ...told('baseDate baseTime', 'When the balance was true, as the institution delivered it'),
}
const answeredAt = told('baseDate baseTime', 'When the call was answered')
const transactionFields = list(
  'transactionDate valueDate transactionType amount remarks balance itemKey',
)
const errorBody = object({
  errorCode: text,
  errorMessage: text,
  errorDetails: { type: 'array', items: object({ errorDetailsMessage: text }) },
})
const refusals = {
  '401': { description: 'Token missing, expired, revoked or unknown', ...json(errorBody) },
  '403': { description: 'The token does not cover this data', ...json(errorBody) },
  '429': {
    description:
      'calls.per-day: this authorization has no more calls without the customer on this day of Japan. calls.per-minute: too many calls of the provider in a minute. Both limits are in the 接続通知書',
    headers: {
      'Retry-After': { description: 'Seconds to wait', schema: { type: 'integer' } },
    },
    ...json(errorBody),
  },
  '503': {
    description:
      'Call again later, with a new DPoP proof. data.not-yet: nothing was delivered for this account yet, which means neither 0 nor none',
    ...json(errorBody),
  },
}
const accountId = {
  name: 'accountId',
  in: 'path',
  required: true,
  schema: text,
  description: 'Opaque, valid under this authorization only',
}
const customerAddress = {
  name: 'x-fapi-customer-ip-address',
  in: 'header',
  schema: text,
  description:
    'The IPv4 or IPv6 address of the customer who is at your application at the time of the call. Send it then, and only then: without it the call counts as one without the customer',
}
const queryField = (name: string, description: string) => ({
  name,
  in: 'query',
  schema: text,
  description,
})
const read = (
  scope: string,
  summary: string,
  schema: object,
  parameters: object[] = [],
  more: object = {},
) => ({
  get: {
    summary,
    parameters: [...parameters, customerAddress],
    security: [{ oauth: [scope] }],
    responses: { '200': { description: 'OK', ...json(schema) }, ...refusals, ...more },
  },
})
const unknown = {
  '404': { description: 'No such account under this authorization', ...json(errorBody) },
}

/** The data API as an OpenAPI document; amounts are strings, times carry +09:00, absent values are left out. */
export function openApi(issuer: string) {
  return {
    openapi: '3.1.0',
    info: { title: '口座情報API', version: '1.0.0' },
    servers: [{ url: resourceOf(issuer) }],
    components: {
      securitySchemes: {
        oauth: {
          type: 'oauth2',
          flows: {
            authorizationCode: {
              authorizationUrl: `${issuer}/auth`,
              tokenUrl: `${issuer}/token`,
              refreshUrl: `${issuer}/token`,
              scopes: {
                accounts: '口座一覧',
                balances: '残高照会',
                transactions: '入出金明細照会',
              },
            },
          },
        },
      },
    },
    paths: {
      '/accounts': read(
        'accounts',
        '口座一覧',
        object({
          ...answeredAt,
          accounts: { type: 'array', items: object(accountFields) },
        }),
      ),
      '/accounts/{accountId}/balance': read(
        'balances',
        '残高照会',
        object(balanceFields),
        [accountId],
        unknown,
      ),
      '/accounts/{accountId}/transactions': read(
        'transactions',
        '入出金明細照会',
        object({
          ...list('accountId currencyCode currencyName dateFrom dateTo nextItemKey count'),
          ...answeredAt,
          ...told(
            'completeFrom completeTo',
            'First and last day between which every transaction was delivered; absent when that is not known',
          ),
          hasNext: { type: 'boolean' },
          transactions: { type: 'array', maxItems: 500, items: object(transactionFields) },
        }),
        [
          accountId,
          queryField('dateFrom', 'YYYY-MM-DD'),
          queryField('dateTo', 'YYYY-MM-DD'),
          queryField('nextItemKey', 'from the page before'),
        ],
        {
          ...unknown,
          '400': { description: 'dateFrom after dateTo, or no such date', ...json(errorBody) },
        },
      ),
    },
  }
}
