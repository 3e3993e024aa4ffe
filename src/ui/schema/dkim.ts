/** Data of `dkim verify`, `sign`, `keygen`, `query`. */
import {
  type BodyDifference,
  type DkimQueryData,
  type DkimVerifyData,
  type FieldDifference,
  type KeyReport,
  REASONS,
  type SignatureReport,
} from '../../core/dkim/index.ts';
import type { DkimKeygenData } from '../views/dkim-keygen.ts';
import type { DkimSignData } from '../views/dkim-sign.ts';
import type { DkimVerifyShown } from '../views/dkim-verify.ts';
import { arcReport } from './arc.ts';
import { flag, instant, listOf, object, oneOf, optional, type Shape, text, whole } from './shapes.ts';

const result: Shape = oneOf(['none', 'pass', 'fail', 'policy', 'neutral', 'temperror', 'permerror'], 'as in RFC 8601');
const status: Shape = oneOf(['secure', 'insecure', 'bogus', 'indeterminate']);

const fieldDifference = object<FieldDifference>({
  name: text('in lower case'),
  original: optional(text('in canonical form')),
  message: optional(text('in canonical form')),
});

const signature = object<SignatureReport>({
  domain: optional(text('d=, as far as it can be read')),
  selector: optional(text('s=')),
  result,
  reason: oneOf(REASONS, 'why; good where it passes'),
  detail: text(),
  identity: optional(text('i=')),
  algorithm: optional(text()),
  canonicalization: optional(text('header/body')),
  signedFields: optional(listOf(text(), 'h=, in lower case')),
  signedAt: optional(instant()),
  expiresAt: optional(instant()),
  bodyLength: optional(whole('l=: octets of the canonical body that are signed')),
  bodyOctets: optional(whole('of the canonical body')),
  bodyHash: optional(
    object<NonNullable<SignatureReport['bodyHash']>>({ signed: text('base64'), computed: text('base64') }),
  ),
  changedFields: optional(listOf(fieldDifference, 'signed fields that are not as their copies in z=')),
  key: optional(
    object<NonNullable<SignatureReport['key']>>({
      type: text(),
      bits: optional(whole()),
      dnssec: status,
      testing: flag('t=y'),
    }),
  ),
});

export const dkimVerifyData = object<DkimVerifyShown>({
  result,
  signatures: listOf(signature, 'from the top of the header down'),
  message: object<DkimVerifyData['message']>({
    fields: whole('header fields'),
    froms: whole('From fields; there should be one'),
    bodyOctets: whole('with CRLF line ends'),
    lineEnds: oneOf(['crlf', 'lf', 'mixed', 'none']),
    bareLf: whole(),
    bareCr: whole(),
  }),
  differences: optional(
    listOf(
      object<BodyDifference>({
        line: whole('of the canonical body, from 1'),
        original: optional(text()),
        message: optional(text()),
      }),
      'where the body parts from that of --original',
    ),
  ),
  fieldDifferences: optional(listOf(fieldDifference, 'signed header fields that are not as in --original')),
  arc: optional(arcReport),
  authenticationResults: text('the field to put on top, with its folds (RFC 8601)'),
});

export const dkimSignData = object<DkimSignData>({
  field: text('the new field with its folds'),
  domain: text(),
  selector: text(),
  algorithm: text(),
  signedFields: listOf(text(), 'h='),
  bodyHash: text('base64'),
  message: optional(text('the signed message, base64; absent where it is larger than 16 MiB')),
});

export const dkimKeygenData = object<DkimKeygenData>({
  file: text('of the private key'),
  type: oneOf(['rsa', 'ed25519']),
  bits: whole(),
  name: text('where the record goes'),
  record: text('the key record'),
  strings: listOf(text(), 'the record in character-strings of at most 255 octets'),
  zone: text('as a zone file has it'),
});

const reason = oneOf(REASONS, 'good, or why it cannot be used');

export const dkimQueryData = object<DkimQueryData>({
  name: text(),
  status: oneOf(['usable', 'revoked', 'invalid', 'missing', 'unknown']),
  reason,
  dnssec: optional(status),
  records: listOf(
    object<KeyReport>({
      text: text('as published, its strings joined'),
      reason,
      detail: optional(text()),
      keyType: optional(text('k=')),
      bits: optional(whole()),
      hashes: optional(listOf(text(), 'h=')),
      services: optional(listOf(text(), 's=')),
      testing: optional(flag('t=y')),
      strict: optional(flag('t=s')),
      notes: optional(text('n=')),
      unknownTags: optional(listOf(text())),
    }),
  ),
});
