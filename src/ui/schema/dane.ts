/** Data of `dane check`, `dane verify`, `tlsa generate`, `tlsa rollover`. */
import type {
  AddressReport,
  CertificateReport,
  DaneCheckData,
  HostReport,
  KeyReport,
  RolloverData,
  RolloverStep,
  SenderView,
  TlsaReport,
  VerifiedRecord,
  VerifyData,
} from '../../core/dane/index.ts';
import type { TlsaGenerateData } from '../views/tlsa-generate.ts';
import { securityStatus } from './dns.ts';
import {
  anyOf,
  constant,
  flag,
  instant,
  listOf,
  number,
  object,
  oneOf,
  optional,
  type Shape,
  text,
  whole,
} from './shapes.ts';

const policy: Shape = oneOf(
  ['dane', 'mandatory-tls', 'opportunistic', 'defer', 'none'],
  'what a sender that follows RFC 7672 §2.2 does',
);
const lookedUp: Shape = anyOf(securityStatus, constant('failed'));
const tlsaText = (about?: string): Shape => text(about ?? 'usage, selector, matching type, data: "3 1 1 ab…"');

const recordVerdict: Shape = anyOf(
  object<{ kind: string; depth: number }>({ kind: constant('match'), depth: whole('0 is the leaf') }),
  object<{ kind: string }>({ kind: oneOf(['no-match', 'outweighed']) }),
  object<{ kind: string; why: string }>({ kind: constant('unusable'), why: text() }),
  object<{ kind: string; why: string; detail: string }>({
    kind: constant('rejected'),
    why: oneOf(['signature', 'dates', 'extension', 'not-a-ca', 'path-length', 'purpose', 'constraints', 'name']),
    detail: text(),
  }),
);

const certificate = object<CertificateReport>({ subject: text(), issuer: text(), notAfter: instant() });

const key = object<KeyReport>({
  keyType: text('asked for: ecdsa, rsa, …; any where none was'),
  outcome: text('tls, or what became of the attempt'),
  status: optional(oneOf(['match', 'no-match', 'unusable'])),
  protocol: optional(text()),
  cipher: optional(text()),
  leafKeyType: optional(text()),
  depth: optional(whole('certificate that matched; 0 is the leaf')),
  usage: optional(whole('of the record that matched')),
  records: optional(listOf(recordVerdict, 'in the order of tlsa.records')),
  chain: optional(listOf(certificate, 'as sent')),
  handshakeMs: optional(number()),
  detail: optional(text()),
});

const tlsa = object<TlsaReport>({
  name: optional(text('where the records stand, behind aliases')),
  status: anyOf(securityStatus, oneOf(['failed', 'not-asked'])),
  records: listOf(tlsaText()),
});

const host = object<HostReport>({
  name: text(),
  preference: optional(whole()),
  policy,
  addressStatus: lookedUp,
  tlsa,
  addresses: listOf(object<AddressReport>({ ip: text(), keys: listOf(key) })),
});

export const daneCheckData = object<DaneCheckData>({
  target: text(),
  port: whole(),
  protocol: oneOf(['smtp', 'imap', 'pop3', 'sieve', 'xmpp', 'none']),
  policy,
  mx: optional(
    object<NonNullable<DaneCheckData['mx']>>({
      status: lookedUp,
      kind: oneOf(['mx', 'implicit', 'null', 'none', 'unknown']),
    }),
  ),
  hosts: listOf(host, 'by preference'),
  senders: listOf(
    object<SenderView>({ sender: text(), setting: text(), does: text() }),
    'where mail servers part from the RFC or from each other in this case',
  ),
  publish: listOf(text(), 'records that would cover what was seen, as zone-file lines'),
});

export const daneVerifyData = object<VerifyData>({
  host: text(),
  status: oneOf(['match', 'no-match', 'unusable', 'invalid']),
  usage: optional(whole()),
  depth: optional(whole('0 is the leaf')),
  records: listOf(
    object<VerifiedRecord>({
      record: tlsaText(),
      result: oneOf(['match', 'no-match', 'unusable', 'outweighed', 'rejected']),
      why: optional(text()),
    }),
  ),
});

export const tlsaGenerateData = object<TlsaGenerateData>({
  name: text('owner of the records'),
  records: listOf(object<TlsaGenerateData['records'][number]>({ record: text('a zone-file line'), from: text() })),
});

export const tlsaRolloverData = object<RolloverData>({
  name: text('owner of the records'),
  isSafe: flag('the key may be changed now'),
  status: securityStatus,
  ttlSeconds: whole(),
  nextRecord: tlsaText('a zone-file line'),
  published: listOf(tlsaText()),
  safeFrom: optional(instant('from then on, as far as is known')),
  steps: listOf(object<RolloverStep>({ done: flag(), text: text() })),
});
