/** Data of `check`. */
import type { Severity } from '../../base/index.ts';
import type {
  CertificatesFacts,
  CheckData,
  DaneFacts,
  DkimFacts,
  DmarcFacts,
  DnssecFacts,
  MtaStsFacts,
  MxFacts,
  MxHostFacts,
  Proposal,
  ReverseFacts,
  ServedFile,
  SpfFacts,
  SubjectData,
  SubjectName,
  Subjects,
  TlsFacts,
  TlsRptFacts,
} from '../../core/check/index.ts';
import type { ReverseReport } from '../../core/reverse/index.ts';
import { securityStatus } from './dns.ts';
import {
  anyOf,
  constant,
  flag,
  instant,
  listOf,
  object,
  oneOf,
  optional,
  type Rows,
  type Shape,
  text,
  whole,
} from './shapes.ts';

type Item<T> = T extends readonly (infer U)[] ? U : never;

const NAMES = [
  'mx',
  'dnssec',
  'dane',
  'mtasts',
  'tls',
  'certificates',
  'dmarc',
  'spf',
  'dkim',
  'tlsrpt',
  'reverse',
] as const satisfies readonly SubjectName[];

const lookedUp: Shape = anyOf(securityStatus, constant('failed'));
const answer = oneOf(['yes', 'no', 'unknown']);
const danePolicy = oneOf(['dane', 'mandatory-tls', 'opportunistic', 'defer', 'none'], 'RFC 7672 §2.2');

const common: Rows<SubjectData<object>> = {
  verdict: oneOf(['pass', 'warn', 'fail', 'unknown']),
  summary: text('one line'),
  counts: object<Record<Severity, number>>({
    ok: whole(),
    info: whole(),
    warn: whole(),
    error: whole(),
    unknown: whole(),
  }),
};

/** The rows of the facts beside the common ones: TypeScript does not see that the two make up the whole. */
const subject = <Facts>(rows: Rows<Facts>): Shape =>
  object({ ...common, ...rows } as unknown as Rows<SubjectData<Facts>>);

const mx = subject<MxFacts>({
  kind: oneOf(['mx', 'implicit', 'null', 'none', 'unknown'], 'implicit: no MX, the domain is the host'),
  hosts: listOf(
    object<MxHostFacts>({
      name: text(),
      preference: optional(whole()),
      addresses: listOf(object<Item<MxHostFacts['addresses']>>({ ip: text(), answers: flag() })),
    }),
    'in order of preference',
  ),
});

const dnssec = subject<DnssecFacts>({
  mx: lookedUp,
  hosts: listOf(object<Item<DnssecFacts['hosts']>>({ name: text(), status: lookedUp })),
});

const dane = subject<DaneFacts>({
  policy: danePolicy,
  hosts: listOf(object<Item<DaneFacts['hosts']>>({ name: text(), policy: danePolicy, records: listOf(text()) })),
});

const mtasts = subject<MtaStsFacts>({
  status: oneOf(['enforce', 'testing', 'none', 'absent', 'unusable', 'unknown']),
  id: optional(text('of the record')),
  hosts: listOf(object<Item<MtaStsFacts['hosts']>>({ name: text(), covered: optional(flag('by a pattern')) })),
});

const tlsrpt = subject<TlsRptFacts>({
  status: oneOf(['found', 'none', 'unusable', 'unknown']),
  record: optional(text()),
  reports: listOf(text(), 'where they go'),
});

const tls = subject<TlsFacts>({
  addresses: listOf(
    object<Item<TlsFacts['addresses']>>({
      host: text(),
      ip: text(),
      starttls: answer,
      version: optional(text('the newest that was spoken')),
      oldVersions: oneOf(['yes', 'no', 'unknown'], 'TLS 1.0 or 1.1'),
    }),
  ),
});

const certificates = subject<CertificatesFacts>({
  chains: listOf(
    object<Item<CertificatesFacts['chains']>>({
      host: text(),
      addresses: listOf(text()),
      subject: text(),
      notAfter: instant(),
      valid: flag(),
      code: optional(text('why not')),
      vouchedBy: oneOf(['dane', 'authorities', 'nobody']),
    }),
    'one a chain of a host, however many addresses show it',
  ),
});

const dmarc = subject<DmarcFacts>({
  status: oneOf(['found', 'none', 'unusable', 'undecided']),
  record: optional(text()),
  policyDomain: optional(text('where the record stands')),
  policy: optional(text('for mail of the domain itself that fails')),
  reports: listOf(
    object<Item<DmarcFacts['reports']>>({
      tag: oneOf(['rua', 'ruf']),
      uri: text(),
      standing: oneOf(['own', 'authorised', 'unauthorised', 'undecided', 'ignored']),
    }),
  ),
});

const spf = subject<SpfFacts>({
  record: optional(text()),
  lookups: optional(whole('of a sender that matches nothing; ten are allowed')),
});

const dkim = subject<DkimFacts>({
  selectors: listOf(
    object<Item<DkimFacts['selectors']>>({
      selector: text(),
      status: oneOf(['usable', 'revoked', 'invalid', 'missing', 'unknown']),
      keyType: optional(text()),
      bits: optional(whole()),
    }),
  ),
  guessed: whole('selectors tried because they are often used'),
});

export const reverseRows: Rows<ReverseReport> = {
  ip: text(),
  status: oneOf(['confirmed', 'unconfirmed', 'none', 'failed']),
  names: listOf(text(), 'as PTR has them'),
  confirmed: optional(text('the first that leads back')),
  error: optional(text()),
};

const reverse = subject<ReverseFacts>({
  addresses: listOf(object<Item<ReverseFacts['addresses']>>({ host: text(), ...reverseRows })),
});

const shapes: Readonly<Record<SubjectName, Shape>> = {
  mx,
  dnssec,
  dane,
  mtasts,
  tls,
  certificates,
  dmarc,
  spf,
  dkim,
  tlsrpt,
  reverse,
};

const optionalEach = Object.fromEntries(NAMES.map((name) => [name, optional(shapes[name])])) as Rows<Subjects>;

export const checkData = object<CheckData>({
  domain: text(),
  subjects: object<Subjects>(optionalEach, 'a subject that has nothing to look at is absent'),
  publish: listOf(
    object<Proposal>({
      subject: oneOf(NAMES),
      name: text('without the final dot'),
      type: text(),
      data: text('as in a zone file'),
      why: text(),
    }),
  ),
  files: listOf(object<ServedFile>({ url: text(), text: text() }), 'to serve; the policy of MTA-STS'),
  zone: listOf(text(), 'the same as lines of a zone file, with comments'),
});
