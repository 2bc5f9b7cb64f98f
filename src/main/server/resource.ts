/** The data API as a protected resource (RFC 8707 §2, RFC 9728). */
export const resourceOf = (issuer: string): string => `${issuer}/api/v1`

/** RFC 9728 §3.1: the well-known name stands before the path of the resource, at no other address. */
export const resourceMetadataPath = '/.well-known/oauth-protected-resource/api/v1'
