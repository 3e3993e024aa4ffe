/** Certificates in variables: PEM, which operators take as the DER inside. */

export const isCertificateVariable = (name: string): boolean => /^tls_(?:in|out)_(?:our|peer)cert$/.test(name);

/** Octets of the first certificate; undefined: there is none. */
export function derOf(pem: string): string | undefined {
  const [, body] = /-----BEGIN CERTIFICATE-----([\s\S]*?)-----END CERTIFICATE-----/.exec(pem) ?? [];
  return body === undefined ? undefined : Buffer.from(body, 'base64').toString('latin1');
}
