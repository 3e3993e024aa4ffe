/** SPF policies, right and wrong (RFC 7208); to DANE they are domains like any other. */
import { pass } from '../expect.ts';
import type { DomainRow, SpfExpectation } from '../types.ts';

const row = (name: string, shows: string, records: readonly string[], spf: Omit<SpfExpectation, 'ip'>): DomainRow => ({
  name,
  shows,
  hosts: [{ name: 'mx', tlsa: ['3 1 1'] }],
  records,
  expect: pass('dane'),
  spf: { ip: SENDER, ...spf },
});

/** The sender that each row is about. */
const SENDER = '203.0.113.25';

const eleven = Array.from({ length: 11 }, (_, i) => `a:h${i}.spf-eleven.test`);

export const spf: readonly DomainRow[] = [
  row(
    'spf-pass.test',
    'an include that names the sender',
    ['@ TXT "v=spf1 mx include:_spf.spf-pass.test -all"', `_spf TXT "v=spf1 ip4:${SENDER} -all"`],
    {
      result: 'pass',
      findings: ['spf.pass'],
    },
  ),
  row(
    'spf-explained.test',
    'a sender that is not allowed, and what the domain says to it',
    ['@ TXT "v=spf1 mx -all exp=why.spf-explained.test"', 'why TXT "%{i} is no host of %{d}"'],
    { result: 'fail', findings: ['spf.fail'], explanation: `${SENDER} is no host of spf-explained.test` },
  ),
  row(
    'spf-macro.test',
    'a list of senders in DNS, asked for by a macro',
    ['@ TXT "v=spf1 exists:%{ir}.ok.%{d} -all"', '25.113.0.203.ok A 127.0.0.2'],
    { result: 'pass', findings: ['spf.pass'] },
  ),
  row(
    'spf-eleven.test',
    'one look-up more than a check may take',
    [
      `@ TXT "v=spf1 ${eleven.slice(0, 6).join(' ')} " "${eleven.slice(6).join(' ')} -all"`,
      ...eleven.map((_, i) => `h${i} A 198.51.100.${i + 1}`),
    ],
    { result: 'permerror', findings: ['spf.permerror', 'spf.too-many-lookups'] },
  ),
  row(
    'spf-void.test',
    'three names that are gone, and two are allowed',
    ['@ TXT "v=spf1 a:x.spf-void.test a:y.spf-void.test a:z.spf-void.test -all"'],
    { result: 'permerror', findings: ['spf.permerror', 'spf.too-many-voids'] },
  ),
  row('spf-loop.test', 'an include that leads back to itself', ['@ TXT "v=spf1 include:spf-loop.test -all"'], {
    result: 'permerror',
    findings: ['spf.permerror', 'spf.too-many-lookups'],
  }),
  row('spf-two.test', 'two records, and one is allowed', ['@ TXT "v=spf1 mx -all"', '@ TXT "v=spf1 a -all"'], {
    result: 'permerror',
    findings: ['spf.permerror', 'spf.several-records'],
  }),
  row('spf-typo.test', 'an address without its mechanism', [`@ TXT "v=spf1 mx ${SENDER} ~all"`], {
    result: 'permerror',
    findings: ['spf.permerror', 'spf.syntax.unknown-mechanism'],
  }),
];
