import { describe, expect, it } from 'vitest';
import { expand, parseExpansion } from '../../../src/mta/expand/index.ts';
import { createHost, readHostConfiguration } from '../../../src/mta/host/index.ts';
import { showOutcome } from '../../support/expand/table.ts';

/** ACLs without a session, as `exim -be` runs those of its configuration. */
const TEXT = `
begin acl
sub:
  warn logwrite = in sub $acl_narg $acl_arg1
  accept message = sub says $acl_arg2
refusal:
  deny message = 550 no $acl_arg1
       log_message = for the log
hosts:
  accept hosts = :
domains:
  accept domains = x
later:
  defer message = later
setting:
  warn set acl_m_x = $acl_arg1
  accept
circle:
  accept acl = circle
dropping:
  drop message = dropped
header:
  warn add_header = X-A: b
  accept message = $headers_added
`;

/** Lines, and what exim -be 4.96 answers. */
const LINES: readonly (readonly [line: string, answer: string])[] = [
  ['${acl{sub}{a b}{c}}', 'sub says c'],
  ['${acl{refusal}{q}}', '550 no q'],
  ['${acl{hosts}}', ''],
  ['${acl{domains}}', '!failed ERROR from acl "domains"'],
  ['${acl{later}}', '!forced-fail DEFER from acl "later"'],
  ['${acl{nosuch}}', '!failed ERROR from acl "nosuch"'],
  ['${acl{setting}{v}}$acl_m_x', 'v'],
  ['${if acl{{sub}{1}{2}}{yes $value}{no $value}}', 'yes sub says 2'],
  ['${if acl{{refusal}{1}}{yes $value}{no $value}}', 'no 550 no 1'],
  ['${if acl{{later}}{yes}{no}}', '!forced-fail DEFER from acl "later"'],
  ['${if acl{{domains}}{yes}{no}}', '!failed ERROR from acl "domains"'],
  ['${acl{circle}}', '!failed ERROR from acl "circle"'],
  ['${acl{dropping}}', '!failed FAIL_DROP from acl "dropping"'],
  ['${acl{header}}|$headers_added|', '!failed ERROR from acl "header"'],
  ['${acl{accept message=inline}}', 'inline'],
];

describe('ACLs that expansions call without a session', () => {
  it.each(LINES)('%s', async (line, answer) => {
    const configuration = readHostConfiguration({ text: TEXT });
    if (!configuration.ok) throw new Error(configuration.error.join('\n'));
    const host = createHost({ configuration: configuration.value });
    expect(showOutcome(await expand(parseExpansion(line), host))).toBe(answer);
  });

  it('one in its own text needs no configuration', async () => {
    expect(showOutcome(await expand(parseExpansion('${acl{accept message=inline $acl_narg}}'), createHost()))).toBe(
      'inline 0',
    );
  });
});

/** As exim -be 4.96 answers under strict_acl_vars. */
const STRICT: readonly (readonly [line: string, answer: string])[] = [
  ['$acl_m_x', '!failed unknown variable name "acl_m_x" (strict_acl_vars is set)'],
  ['${if def:acl_m_x{y}{n}}', '!failed unknown variable "acl_m_x" after "def:" (strict_acl_vars is set)'],
  ['${if eq{$acl_m_x}{}{y}{n}}', '!failed unknown variable name "acl_m_x" (strict_acl_vars is set)'],
  ['${acl{setting}{v}}$acl_m_x', 'v'],
];

describe('strict_acl_vars', () => {
  it.each(STRICT)('%s', async (line, answer) => {
    const configuration = readHostConfiguration({ text: `strict_acl_vars\n${TEXT}` });
    if (!configuration.ok) throw new Error(configuration.error.join('\n'));
    const host = createHost({ configuration: configuration.value });
    expect(showOutcome(await expand(parseExpansion(line), host))).toBe(answer);
  });
});
