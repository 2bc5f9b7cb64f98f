/**
 * How a provider may sign, its client assertions and its DPoP proofs alike, and the kind of key that each takes (FAPI 2.0 §5.4.1).
 * `Ed25519` is the newer name of what `EdDSA` means there (RFC 9864); clients send either.
 */
export const signatures = {
  PS256: { kty: 'RSA', crv: undefined },
  ES256: { kty: 'EC', crv: 'P-256' },
  EdDSA: { kty: 'OKP', crv: 'Ed25519' },
  Ed25519: { kty: 'OKP', crv: 'Ed25519' },
} as const

export type SigningAlgorithm = keyof typeof signatures
export const signingAlgorithms = Object.keys(signatures) as [
  SigningAlgorithm,
  ...SigningAlgorithm[],
]
