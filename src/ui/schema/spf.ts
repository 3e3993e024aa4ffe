/** Data of the SPF commands. */
import type {
  LintedRecord,
  Problem,
  QueryTrace,
  RecordTrace,
  SpfFlattenData,
  SpfLintData,
  SpfQueryData,
  SpfTree,
  SpfWhichData,
  SyntaxFault,
  TermTrace,
  TreeTerm,
  WhichDomain,
  WhichTerm,
} from '../../core/spf/index.ts';
import { securityStatus } from './dns.ts';
import { anything, flag, listOf, object, oneOf, optional, type Shape, text, whole } from './shapes.ts';

type Item<T> = T extends readonly (infer U)[] ? U : never;

const RESULTS = ['none', 'neutral', 'pass', 'fail', 'softfail', 'temperror', 'permerror'] as const;
const result = oneOf(RESULTS, 'RFC 7208 §2.6');

const fault = object<SyntaxFault>({
  code: text('a finding is spf.syntax. and this'),
  term: text('as written'),
  detail: text(),
  fix: optional(text('what would be right')),
});

const problem = object<Problem>({
  code: text('why there is no better result'),
  detail: text(),
  domain: text('whose record it is in, or who has none'),
  term: optional(text()),
  faults: optional(listOf(fault)),
});

const query = object<QueryTrace>({
  name: text(),
  type: text(),
  status: optional(securityStatus),
  records: whole('in the answer; 0 is a void look-up'),
  error: optional(text()),
});

const termTrace = object<TermTrace>({
  term: text('as written'),
  outcome: oneOf(['match', 'no-match', 'error', 'ignored', 'used'], 'ignored: not looked at any more'),
  lookups: optional(whole('which look-up of the check it is')),
  target: optional(text('what its macros came to')),
  detail: optional(text()),
  queries: listOf(query),
  record: optional(anything('of include and redirect: a record like the one this is in')),
});

const recordTrace = object<RecordTrace>({
  domain: text(),
  result,
  record: optional(text('as published')),
  status: optional(securityStatus),
  terms: listOf(termTrace),
  problem: optional(problem),
});

const treeTerm = object<TreeTerm>({
  term: text('as written'),
  lookups: optional(whole('which look-up it is, for a sender that nothing before it matched')),
  target: optional(text('what it asks for, where that is not what is written')),
  hosts: optional(
    listOf(object<Item<NonNullable<TreeTerm['hosts']>>>({ name: text(), addresses: listOf(text()) }), 'of a and mx'),
  ),
  void: optional(flag('it leads to nothing')),
  unknown: optional(oneOf(['client', 'malformed', 'cycle', 'bound', 'after-all'], 'why it was not followed')),
  error: optional(text()),
  record: optional(anything('of include and redirect: a tree like the one this is in')),
});

export const spfTree: Shape = object<SpfTree>({
  domain: text(),
  record: optional(text('as published')),
  status: optional(securityStatus),
  problem: optional(problem),
  lookups: whole('of this record and all below it, past any limit'),
  voids: whole(),
  terms: listOf(treeTerm),
});

export const spfQueryData = object<SpfQueryData>({
  domain: text('whose policy'),
  result: optional(result),
  identity: optional(oneOf(['mailfrom', 'helo'], 'RFC 7208 §2.3, §2.4')),
  ip: optional(text()),
  sender: optional(text('with the local part a missing one stands for')),
  helo: optional(text()),
  mechanism: optional(text('the directive that decided')),
  problem: optional(problem),
  explanation: optional(text('on fail, where the domain publishes one that can be used (RFC 7208 §6.2)')),
  explanationDomain: optional(text('whose record asks for the explanation')),
  lookups: whole('terms that asked DNS (RFC 7208 §4.6.4)'),
  voids: whole('look-ups that found nothing'),
  trace: optional(recordTrace),
  guessed: optional(flag('the domain has no record, and the result is by that of --guess')),
  receivedSpf: optional(text('the field as RFC 7208 §9.1 has it')),
  authenticationResults: optional(text('the whole field with its folds (RFC 8601)')),
  tree: optional(spfTree),
});

export const spfLintData = object<SpfLintData>({
  records: listOf(
    object<LintedRecord>({
      domain: optional(text()),
      record: optional(text()),
      valid: flag('it can be read (RFC 7208 §12)'),
      lookups: optional(whole('of a sender that matches nothing')),
      voids: optional(whole()),
    }),
  ),
});

export const spfFlattenData = object<SpfFlattenData>({
  domain: text(),
  record: optional(text('as published')),
  records: listOf(
    object<Item<SpfFlattenData['records']>>({ name: text(), record: text() }),
    'to publish, the domain’s own first',
  ),
  zone: listOf(text(), 'the same as lines of a zone file'),
  lookups: object<SpfFlattenData['lookups']>({ before: whole(), after: whole() }),
  kept: listOf(object<Item<SpfFlattenData['kept']>>({ term: text(), why: text() }), 'terms that stay as they are'),
});

export const spfWhichData = object<SpfWhichData>({
  ip: text(),
  domains: listOf(
    object<WhichDomain>({
      domain: text(),
      result,
      mechanism: optional(text('the term that decided')),
      terms: listOf(
        object<WhichTerm>({ path: listOf(text(), 'includes, and the term itself'), domain: text() }),
        'every term that names the address',
      ),
    }),
  ),
});
