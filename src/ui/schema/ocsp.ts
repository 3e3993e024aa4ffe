/** Data of `ocsp verify` and `ocsp show`. */
import type {
  OcspShowData,
  OcspVerifyData,
  ShownCertId,
  ShownCertificate,
  ShownExtension,
  ShownFile,
  ShownRequest,
  ShownResponse,
  ShownSingle,
  StaplingView,
  Warning,
} from '../../core/ocsp/index.ts';
import { anyOf, constant, flag, instant, listOf, object, oneOf, optional, text, whole } from './shapes.ts';

const stapling = object<StaplingView>({
  eximServer: oneOf(['staples', 'ignores'], 'an Exim server with this response in tls_ocsp_file, as documented'),
  why: optional(text('why it is ignored')),
  eximGnutls: oneOf(['staples', 'ignores', 'no-tls'], 'an Exim with GnuTLS, as Debian’s; no-tls: 454 to STARTTLS'),
  eximClient: oneOf([3, 4], '$tls_out_ocsp of an Exim client: 4 verified, 3 failed'),
  requiringClient: oneOf(['goes-on', 'ends'], 'a client that requires a good staple'),
});

export const ocspVerifyData = object<OcspVerifyData>({
  status: oneOf(['good', 'revoked', 'unknown', 'invalid']),
  code: text('the status where it is proven; else why it is not, as in mxray explain ocsp'),
  detail: text(),
  certificate: object<OcspVerifyData['certificate']>({ subject: text(), issuer: text(), serial: text('hex') }),
  thisUpdate: optional(instant()),
  nextUpdate: optional(instant()),
  producedAt: optional(instant()),
  validUntil: optional(instant('the earlier of nextUpdate and the end of what the proof rests on')),
  revokedAt: optional(instant()),
  reason: optional(text('as RFC 5280 §5.3.1 names it')),
  signer: optional(
    object<NonNullable<OcspVerifyData['signer']>>({
      kind: oneOf(['issuer', 'delegated', 'local']),
      subject: text(),
      notAfter: instant(),
    }),
  ),
  warnings: listOf(object<Warning>({ code: text(), detail: text() })),
  stapling,
});

const extension = object<ShownExtension>({
  name: text('in words where it is known, else the OID'),
  oid: text(),
  critical: flag(),
  value: text('in words where it can be read, else hex'),
});

const certId = {
  digest: text('SHA-1, SHA-256, …, or the OID'),
  issuerNameHash: text('hex'),
  issuerKeyHash: text('hex'),
  serial: text('hex'),
};

const single = object<ShownSingle>({
  ...certId,
  status: oneOf(['good', 'revoked', 'unknown']),
  revokedAt: optional(instant()),
  reason: optional(text()),
  thisUpdate: instant(),
  nextUpdate: optional(instant()),
  extensions: listOf(extension),
});

const response = object<ShownResponse>({
  kind: constant('response'),
  status: text('successful, try-later, …'),
  type: optional(text('OID')),
  version: optional(whole()),
  responder: optional(
    object<NonNullable<ShownResponse['responder']>>({
      by: oneOf(['name', 'key']),
      value: text('a name, or a hash in hex'),
    }),
  ),
  producedAt: optional(instant()),
  responses: listOf(single),
  nonce: optional(text('hex')),
  extensions: listOf(extension),
  signature: optional(object<NonNullable<ShownResponse['signature']>>({ algorithm: text(), octets: whole() })),
  certificates: listOf(
    object<ShownCertificate>({
      subject: text(),
      issuer: text(),
      serial: text('hex'),
      notBefore: instant(),
      notAfter: instant(),
      isOcspSigner: flag('has id-kp-OCSPSigning'),
      hasNoCheck: flag('has id-pkix-ocsp-nocheck'),
    }),
  ),
  unreadableCertificates: whole(),
});

const request = object<ShownRequest>({
  kind: constant('request'),
  version: whole(),
  requests: listOf(
    object<ShownCertId & { readonly extensions: readonly ShownExtension[] }>({
      ...certId,
      extensions: listOf(extension),
    }),
  ),
  nonce: optional(text('hex')),
  extensions: listOf(extension),
  isSigned: flag(),
});

export const ocspShowData = object<OcspShowData>({
  files: listOf(
    object<ShownFile>({
      file: text(),
      form: oneOf(['DER', 'PEM']),
      octets: whole(),
      content: optional(anyOf(response, request)),
    }),
  ),
});
