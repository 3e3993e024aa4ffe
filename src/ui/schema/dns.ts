/** Data of `dns query` and `dnssec trace`. */
import type { QueryData, TraceData } from '../../core/dns/index.ts';
import { flag, instant, listOf, object, oneOf, optional, type Shape, text, whole } from './shapes.ts';

type Item<T> = T extends readonly (infer U)[] ? U : never;
type TraceZone = Item<TraceData['zones']>;
type TraceStep = Item<TraceData['steps']>;

export const securityStatus: Shape = oneOf(
  ['secure', 'insecure', 'bogus', 'indeterminate'],
  'RFC 4035 §4.3; validated by mxray unless --trust says otherwise',
);

export const queryData = object<QueryData>({
  name: text('as asked; the root is "."'),
  type: text('mnemonic, or TYPE123 (RFC 3597 §5)'),
  status: securityStatus,
  rcode: text('of the final name: NOERROR, NXDOMAIN, …'),
  aliases: listOf(
    object<Item<QueryData['aliases']>>({ from: text(), to: text(), status: securityStatus }),
    'CNAME and DNAME, in the order followed',
  ),
  answers: listOf(
    object<Item<QueryData['answers']>>({
      name: text(),
      type: text(),
      ttlSeconds: whole(),
      data: text('in zone-file form'),
    }),
  ),
  reasons: listOf(
    object<Item<QueryData['reasons']>>({
      code: text('see mxray explain'),
      severity: oneOf(['ok', 'info', 'warn', 'error', 'unknown']),
      text: text(),
      zone: optional(text()),
      extendedError: optional(whole('RFC 8914 §4')),
    }),
    'why the status is what it is, from the trust anchor down',
  ),
  ttlSeconds: whole('how long the answer may be kept'),
  server: optional(text('address:port or URL of who answered')),
});

const signature = object<Item<TraceZone['signatures']>>({
  owner: text(),
  covers: text('type of the signed set'),
  signer: text(),
  keyTag: whole(),
  algorithm: whole(),
  algorithmName: text(),
  inception: instant(),
  expiration: instant(),
  period: oneOf(['valid', 'expired', 'not-yet-valid']),
  used: flag('the verdict rests on it'),
});

const ds = object<Item<TraceZone['ds']>>({
  keyTag: whole(),
  algorithm: whole(),
  algorithmName: text(),
  digestType: whole(),
  digestName: text(),
  digest: text('hexadecimal'),
  matches: flag('the zone has a key that it names'),
});

const key = object<Item<TraceZone['keys']>>({
  keyTag: whole(),
  algorithm: whole(),
  algorithmName: text(),
  bits: optional(whole()),
  role: oneOf(['key-signing', 'zone-signing']),
  revoked: flag('RFC 5011 §2.1'),
  signsKeys: flag('it signs the DNSKEY set'),
});

const zone = object<TraceZone>({
  zone: text(),
  status: securityStatus,
  anchored: flag('a trust anchor names its key'),
  ds: listOf(ds),
  keys: listOf(key),
  signatures: listOf(signature),
  nsec3: optional(object<NonNullable<TraceZone['nsec3']>>({ iterations: whole(), salt: text() })),
  reason: text(),
  server: optional(text()),
});

const step = object<TraceStep>({
  name: text(),
  type: text(),
  status: securityStatus,
  records: whole('in the set; 0 for a denial'),
  signatures: listOf(signature),
  reason: text(),
});

export const traceData = object<TraceData>({
  name: text(),
  type: text(),
  status: securityStatus,
  rcode: text(),
  zones: listOf(zone, 'from the trust anchor down'),
  steps: listOf(step, 'aliases, then the final records or denial'),
  stops: optional(
    object<NonNullable<TraceData['stops']>>({
      zone: optional(text()),
      code: text(),
      text: text(),
      fix: optional(text()),
    }),
  ),
});
