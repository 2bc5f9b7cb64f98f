/** Where this union's server is reached, by the names of its metadata (RFC 8414 §2, RFC 9126 §5): the 接続通知書 and the connection test say the same. */
export const serverAddresses = (issuer: string) => ({
  issuer,
  pushed_authorization_request_endpoint: `${issuer}/par`,
  authorization_endpoint: `${issuer}/auth`,
  token_endpoint: `${issuer}/token`,
  introspection_endpoint: `${issuer}/token/introspection`,
  revocation_endpoint: `${issuer}/token/revocation`,
  jwks_uri: `${issuer}/jwks`,
})
