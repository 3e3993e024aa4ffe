/** Data of `cert chain` and `cert show`. */
import type {
  CertChainData,
  CertShowData,
  MissingEntry,
  PathEntry,
  SentEntry,
  ShortCertificate,
  ShownCertificate,
  ShownExtension,
} from '../../core/cert/index.ts';
import { flag, instant, listOf, object, oneOf, optional, shapeOfInteger, text, whole } from './shapes.ts';

const short = {
  subject: text(),
  issuer: text(),
  serial: text('hex'),
  notBefore: instant(),
  notAfter: instant(),
  key: text('RSA 2048, P-256, …'),
  sha256: text('of the certificate, hex'),
} satisfies Record<keyof ShortCertificate, unknown>;

const pathEntry = object<PathEntry>({
  ...short,
  role: oneOf(['leaf', 'intermediate', 'anchor']),
  from: oneOf(['sent', 'given', 'fetched', 'roots']),
});

export const certChainData = object<CertChainData>({
  valid: flag(),
  code: optional(text('why not; mxray explain cert.chain lists the codes, crl-… are those of mxray explain crl')),
  detail: optional(text('why not, in a sentence')),
  purpose: oneOf(['server', 'client', 'email', 'ocsp', 'any']),
  profile: oneOf(['webpki', 'rfc5280', 'path']),
  at: instant(),
  path: listOf(pathEntry, 'leaf first, the anchor last; of a chain that is not valid, how far the best attempt came'),
  sent: listOf(
    object<SentEntry>({
      ...short,
      remarks: listOf(oneOf(['leaf', 'used', 'out-of-order', 'duplicate', 'root', 'unused', 'expired'])),
    }),
    'in the order sent, or of the files',
  ),
  shouldSend: optional(listOf(pathEntry, 'what a server should send, in this order')),
  missing: listOf(
    object<MissingEntry>({
      subject: text('who is missing'),
      for: text('whose certificate needs it'),
      urls: listOf(text()),
      fetchedFrom: optional(text()),
    }),
  ),
});

const extension = object<ShownExtension>({
  name: text('in words where it is known, else the OID'),
  oid: text(),
  critical: flag(),
  value: text('in words where it can be read, else hex'),
});

export const certShowData = object<CertShowData>({
  certificates: listOf(
    object<ShownCertificate>({
      ...short,
      version: whole(),
      validDays: shapeOfInteger(),
      daysLeft: shapeOfInteger('negative once it has ended'),
      signature: text('ECDSA with SHA-256, …, or the OID'),
      isSelfSigned: flag(),
      isAuthority: flag(),
      commonNames: listOf(text()),
      names: listOf(text('DNS:mx.example.org')),
      extensions: listOf(extension),
      ocspUrls: listOf(text()),
      issuerUrls: listOf(text()),
      crlUrls: listOf(text()),
      mustStaple: flag(),
      fingerprints: object<ShownCertificate['fingerprints']>({ sha256: text('hex'), sha1: text('hex') }),
      pin: text('SHA-256 of the public key, base64'),
      tlsa: object<ShownCertificate['tlsa']>({ key: text('RDATA, 3 1 1'), authority: text('RDATA, 2 1 1') }),
    }),
  ),
});
