/** Data of `mtasts check`. */
import type {
  AddressReport,
  HostReport,
  KeyReport,
  MtaStsCheckData,
  PolicyFault,
  PolicyReport,
  Publication,
  RecordReport,
  StsRecordFault,
} from '../../core/mtasts/index.ts';
import { securityStatus } from './dns.ts';
import { flag, instant, listOf, object, oneOf, optional, text, whole } from './shapes.ts';

const mode = oneOf(['enforce', 'testing', 'none']);

const key = object<KeyReport>({
  keyType: oneOf(['ecdsa', 'rsa', 'any'], 'what was asked for'),
  outcome: text('tls, or why there is no handshake'),
  valid: optional(flag('for the host, by a trusted root, in date')),
  code: optional(text('why not: a code of cert chain')),
  detail: optional(text()),
  protocol: optional(text()),
  subject: optional(text()),
  notAfter: optional(instant()),
});

const address = object<AddressReport>({ ip: text(), keys: listOf(key, 'one a certificate') });

const record = object<RecordReport>({
  query: text('the name whose TXT records were asked for'),
  outcome: oneOf(['valid', 'invalid', 'none', 'several', 'failed']),
  texts: listOf(text(), 'those that count'),
  id: optional(text()),
  extensions: listOf(text(), 'fields that senders pass over'),
  faults: listOf(object<StsRecordFault>({ code: text(), detail: text() })),
  status: optional(securityStatus),
  alias: optional(text('what a CNAME leads to')),
  error: optional(text()),
});

const policy = object<PolicyReport>({
  url: text(),
  source: oneOf(['https', 'given']),
  outcome: oneOf(['ok', 'no-host', 'untrusted', 'redirect', 'http-status', 'too-large', 'not-https', 'unreachable']),
  detail: optional(text()),
  httpStatus: optional(whole()),
  mediaType: optional(text()),
  alias: optional(text('what the policy host is an alias of')),
  text: optional(text()),
  valid: optional(flag('senders may use it')),
  version: optional(text()),
  mode: optional(mode),
  maxAgeSeconds: optional(whole()),
  mx: optional(listOf(text(), 'patterns, as written')),
  extensions: optional(listOf(text(), 'keys that senders pass over')),
  faults: optional(
    listOf(
      object<PolicyFault>({
        code: text('a finding, without mtasts.policy.'),
        line: optional(whole('from 1')),
        detail: text(),
      }),
    ),
  ),
  certificates: optional(listOf(address, 'what the policy host shows')),
});

const host = object<HostReport>({
  name: text(),
  preference: optional(whole()),
  covered: optional(flag('by the policy')),
  pattern: optional(text('that covers it')),
  dane: optional(
    oneOf(['dane', 'mandatory-tls', 'opportunistic', 'defer', 'none'], 'the policy of the host under DANE'),
  ),
  addresses: listOf(address),
  unseen: optional(
    object<NonNullable<HostReport['unseen']>>(
      { why: oneOf(['no-address', 'lookup-failed']), detail: text() },
      'why there are no addresses',
    ),
  ),
});

export const mtaStsCheckData = object<MtaStsCheckData>({
  domain: text(),
  status: oneOf(
    ['enforce', 'testing', 'none', 'absent', 'unusable', 'unknown'],
    'what senders do that have kept no policy from before',
  ),
  record,
  policy: optional(policy),
  mx: oneOf(['mx', 'implicit', 'null', 'none', 'unknown', 'given'], 'how the hosts were found'),
  hosts: listOf(host),
  publish: optional(
    object<Publication>(
      { records: listOf(text(), 'zone-file lines'), url: text(), policy: text('the file at the URL') },
      'where something is to be changed',
    ),
  ),
});
