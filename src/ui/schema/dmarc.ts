/** Data of `dmarc query`, `dmarc eval`. */
import type {
  AuthorVerdict,
  DmarcQueryData,
  DomainPolicy,
  Reach,
  RecordFault,
  ReportAddress,
  RuleVerdict,
  ShownIdentifier,
  ShownStep,
  Tag,
} from '../../core/dmarc/index.ts';
import type { DmarcEvalShown } from '../views/dmarc-eval.ts';
import { securityStatus } from './dns.ts';
import { flag, listOf, object, oneOf, optional, type Rows, text, whole } from './shapes.ts';

const rfc = oneOf(['9989', '7489'], 'whose rules these are');
const disposition = oneOf(['none', 'quarantine', 'reject']);
const policyTag = oneOf(['p', 'sp', 'np']);
const policySource = oneOf(['author-domain', 'organizational-domain', 'public-suffix-domain']);

const step = object<ShownStep>({
  query: text('the name whose TXT records were asked for'),
  outcome: oneOf(['record', 'none', 'several', 'failed']),
  records: listOf(text(), 'those that begin as DMARC records do'),
  status: optional(securityStatus),
  error: optional(text()),
});

const verdict: Rows<RuleVerdict> = {
  rfc,
  result: oneOf(['pass', 'fail', 'none', 'temperror']),
  disposition: oneOf(['none', 'quarantine', 'reject'], 'the final action for this message'),
  policyDomain: optional(text('where the record that applies stands')),
  policySource: optional(policySource),
  organizationalDomain: optional(text('of the author domain')),
  record: optional(text()),
  policy: optional(
    object<NonNullable<RuleVerdict['policy']>>(
      { tag: policyTag, asked: disposition },
      'of a message that fails, before testing and sampling',
    ),
  ),
  aligned: object<RuleVerdict['aligned']>(
    { spf: flag(), dkim: flag() },
    'passed for a domain aligned with the author domain',
  ),
  identifiers: listOf(
    object<ShownIdentifier>({
      mechanism: oneOf(['spf', 'dkim']),
      result: text(),
      domain: text(),
      aligned: flag(),
      mode: oneOf(['relaxed', 'strict']),
    }),
  ),
  steps: listOf(step, 'records asked for, in order'),
  sentence: text('what to do, for people'),
};

export const dmarcEvalData = object<DmarcEvalShown>({
  ...verdict,
  authenticationResults: text('the field to put on top, with its folds (RFC 8601)'),
  authorDomain: optional(text('in A-labels; of several the one whose verdict this is, the strictest')),
  authors: listOf(text(), 'every domain in the From field'),
  perAuthor: optional(
    listOf(
      object<AuthorVerdict>({ domain: text(), result: verdict.result, disposition, policyDomain: optional(text()) }),
      'where there are several author domains: each by itself',
    ),
  ),
  other: optional(object<RuleVerdict>(verdict, 'by RFC 7489, with --rfc both')),
  differences: optional(listOf(text(), 'where the two part')),
});

const reach = object<Reach>({ asked: disposition, tag: policyTag, policyDomain: text() });

const policy: Rows<DomainPolicy> = {
  rfc,
  status: oneOf(['found', 'none', 'unusable', 'undecided']),
  policyDomain: optional(text('where the record stands')),
  policySource: optional(policySource),
  organizationalDomain: optional(text()),
  record: optional(text()),
  tags: listOf(object<Tag>({ name: text(), value: text() }), 'behind the version'),
  policies: object<DomainPolicy['policies']>(
    { domain: optional(reach), subdomains: optional(reach), nonexistent: optional(reach) },
    'for the domain, for names below it, and for names below it that do not exist',
  ),
  testing: flag('t=y'),
  pct: whole(),
  alignment: optional(
    object<NonNullable<DomainPolicy['alignment']>>({
      spf: oneOf(['relaxed', 'strict']),
      dkim: oneOf(['relaxed', 'strict']),
    }),
  ),
  faults: listOf(object<RecordFault>({ code: text('a finding, without dmarc.record.'), detail: text() })),
  reports: listOf(
    object<ReportAddress>({
      tag: oneOf(['rua', 'ruf']),
      uri: text(),
      sizeLimitBytes: optional(whole()),
      domain: optional(text()),
      standing: oneOf(['own', 'authorised', 'unauthorised', 'undecided', 'ignored']),
      query: optional(text('where another organization says that it agrees')),
      error: optional(text()),
    }),
  ),
  steps: listOf(step, 'records asked for, in order'),
};

export const dmarcQueryData = object<DmarcQueryData>({
  domain: text(),
  ...policy,
  other: optional(object<DomainPolicy>(policy, 'by RFC 7489, with --rfc both')),
});
