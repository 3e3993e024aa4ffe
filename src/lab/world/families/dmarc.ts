/** DMARC policies, right and wrong (RFC 9989, RFC 9990); to DANE they are domains like any other. */
import { pass } from '../expect.ts';
import type { DmarcExpectation, DomainRow } from '../types.ts';

const row = (
  label: string,
  shows: string,
  records: readonly string[],
  [verdict, policy, ...findings]: readonly [DmarcExpectation['verdict'], string, ...string[]],
  of?: string,
): DomainRow => ({
  name: `dmarc-${label}.test`,
  shows,
  hosts: [{ name: 'mx', tlsa: ['3 1 1'] }],
  records,
  expect: pass('dane'),
  dmarc: { ...(of !== undefined && { of: `${of}.dmarc-${label}.test` }), verdict, policy, findings },
});

const own = (tags: string): readonly string[] => [`_dmarc TXT "v=DMARC1; ${tags}"`];

/** Of another organization, which takes reports for one of the domains below. */
const OUTSIDER = 'dmarc-outsider.test';

export const dmarc: readonly DomainRow[] = [
  row('reject', 'forged mail is refused', own('p=reject; rua=mailto:d@dmarc-reject.test'), [
    'pass',
    'p=reject at dmarc-reject.test',
    'policy.enforced',
  ]),
  row('quarantine', 'forged mail is put aside', own('p=quarantine; rua=mailto:d@dmarc-quarantine.test'), [
    'pass',
    'p=quarantine at dmarc-quarantine.test',
    'policy.enforced',
  ]),
  row('none', 'nothing is done, and reports are asked for', own('p=none; rua=mailto:d@dmarc-none.test'), [
    'warn',
    'p=none at dmarc-none.test',
    'policy.monitoring',
  ]),
  row('absent', 'no policy at all', [], ['warn', 'none', 'policy.absent']),
  row(
    'sp',
    'names below have a policy of their own, weaker than the domain’s',
    own('p=reject; sp=none; rua=mailto:d@dmarc-sp.test'),
    ['warn', 'p=reject at dmarc-sp.test', 'policy.weak-below'],
  ),
  row(
    'below',
    'a name below the domain, which has no record: sp speaks for it',
    [...own('p=none; sp=reject; rua=mailto:d@dmarc-below.test'), 'sub A 192.0.2.1'],
    ['pass', 'sp=reject at dmarc-below.test', 'policy.enforced'],
    'sub',
  ),
  row(
    'np',
    'a name below the domain that does not exist: np speaks for it',
    own('p=none; sp=none; np=reject; rua=mailto:d@dmarc-np.test'),
    ['warn', 'np=reject at dmarc-np.test', 'policy.weak-below'],
    'nowhere',
  ),
  row(
    'psd',
    'a domain under which others register (psd=y): the walk of a name below ends there',
    [...own('p=reject; psd=y; rua=mailto:d@dmarc-psd.test'), 'bank A 192.0.2.1'],
    ['pass', 'p=reject at dmarc-psd.test', 'policy.enforced'],
    'bank',
  ),
  row(
    'deep',
    'a name of eleven labels: the walk leaves some out, and asks eight times at most',
    own('p=reject; rua=mailto:d@dmarc-deep.test'),
    ['pass', 'p=reject at dmarc-deep.test', 'policy.enforced'],
    'a.b.c.d.e.f.g.h.i',
  ),
  row('testing', 'a policy that is only tried: t=y', own('p=reject; t=y; rua=mailto:d@dmarc-testing.test'), [
    'warn',
    'p=reject at dmarc-testing.test',
    'policy.testing',
  ]),
  row('external', 'reports go to another organization, which agreed', own(`p=reject; rua=mailto:d@${OUTSIDER}`), [
    'pass',
    'p=reject at dmarc-external.test',
    'reports.authorised',
  ]),
  row('unasked', 'reports go to another organization, which never agreed', own(`p=reject; rua=mailto:d@${OUTSIDER}`), [
    'fail',
    'p=reject at dmarc-unasked.test',
    'reports.unauthorised',
  ]),
  row(
    'outsider',
    'takes reports of one other domain, and no mail of its own',
    [...own('p=reject; rua=mailto:d@dmarc-outsider.test'), 'dmarc-external.test._report._dmarc TXT "v=DMARC1;"'],
    ['pass', 'p=reject at dmarc-outsider.test', 'policy.enforced'],
  ),
  row(
    'two',
    'two records in one place, which count as none',
    [...own('p=reject'), ...own('p=none')],
    ['fail', 'none', 'policy.absent', 'policy.several-records'],
  ),
  row('malformed', 'a policy that does not exist, and no address for reports', own('p=refuse'), [
    'fail',
    'unusable',
    'policy.unusable',
    'record.policy-invalid',
  ]),
];
