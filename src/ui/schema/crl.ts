/** Data of `crl check`, `crl show`. */
import type {
  CertificateReport,
  CertificateStatus,
  CrlCheckData,
  CrlFacts,
  CrlReport,
  CrlShowData,
  ShownCrl,
  ShownEntry,
} from '../../core/crl/index.ts';
import { FAULTS } from '../../core/pki/index.ts';
import { flag, instant, listOf, mapOf, object, oneOf, optional, type Rows, type Shape, text, whole } from './shapes.ts';

const code: Shape = oneOf(
  [...FAULTS.map((fault) => fault.code), 'unreachable', 'no-issuer', 'not-fetchable', 'no-rev-avail'],
  'why nothing can be said',
);

const status: Rows<CertificateStatus> = {
  status: oneOf(['good', 'revoked', 'undetermined', 'no-crl'], 'undetermined and no-crl are never good'),
  code: optional(code),
  detail: optional(text()),
  reason: optional(text('CRLReason of RFC 5280 §5.3.1, unspecified where none is said')),
  revokedAt: optional(instant()),
  invalidityDate: optional(instant('since when the key is thought to be bad')),
  nextUpdate: optional(instant('until when good holds')),
};

const facts: Rows<CrlFacts> = {
  kind: oneOf(['complete', 'delta']),
  issuer: text(),
  thisUpdate: instant(),
  nextUpdate: optional(instant()),
  number: optional(text('decimal')),
  baseNumber: optional(text('of a delta, decimal')),
  sizeBytes: whole(),
  entries: whole(),
};

const crl = object<CrlReport>({
  source: text('URL, or the file and line of one that was given'),
  from: oneOf(['network', 'cache', 'file']),
  problem: optional(object<NonNullable<CrlReport['problem']>>({ code, detail: text() })),
  crl: optional(object<CrlFacts>(facts)),
});

const certificate = object<CertificateReport>({
  ...status,
  subject: text(),
  issuer: text(),
  serial: text('hex'),
  points: listOf(text(), 'addresses of CRLs that the certificate names'),
  ocsp: listOf(text(), 'addresses of its OCSP responders'),
  crls: listOf(crl, 'looked at, or not to be had'),
});

export const crlCheckData = object<CrlCheckData>({
  ...status,
  certificates: listOf(certificate, 'the certificate, then those above it as far as was asked'),
});

const entry = object<ShownEntry>({
  serial: text('hex'),
  date: instant(),
  reason: optional(text()),
  invalidityDate: optional(instant()),
  issuer: optional(text('DER of the name in hex, where it is not the CRL’s own issuer')),
});

export const crlShowData = object<CrlShowData>({
  crls: listOf(
    object<ShownCrl>({
      ...facts,
      version: whole(),
      signatureAlgorithm: text(),
      isSignatureGood: optional(flag('with --issuer')),
      authorityKeyId: optional(text('hex')),
      scope: listOf(text()),
      deltas: listOf(text(), 'addresses'),
      extensions: listOf(text(), 'OIDs'),
      reasons: mapOf(whole(), 'how many entries have which reason'),
      revoked: listOf(entry, 'the first entries, up to --limit'),
      found: optional(entry),
    }),
  ),
});
