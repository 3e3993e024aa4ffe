/** What a verdict tells of how it was come to. */
import { describe, expect, it } from 'vitest';
import { type AclStep, runAcl } from '../../../src/mta/acl/index.ts';
import { clean } from '../../../src/mta/expand/index.ts';
import { tableServices } from '../../support/acl/services.ts';
import { testConfiguration, testWorld } from '../../support/acl/world.ts';

const CONFIGURATION = testConfiguration(`
begin acl
start:
  warn set acl_m_x = \${lc:ABC}
       domains = a.example : *.example.com
  deny !acl = sub one
       message = no
  accept hosts = 192.0.2.0/24
         condition = maybe
sub:
  require ratelimit = 0 / 1h / readonly
          local_parts = bob
  accept
`);
const SETTINGS = new Map([
  ['sender', 'u@x.org'],
  ['rcpt', 'bob@mail.example.com'],
]);

const show = ({ acl, verb, place, clauses, came }: AclStep, indent = ''): string =>
  [
    `${indent}${acl} line ${place.line} ${verb}: ${came}`,
    ...clauses.map(({ name, negated, variable, argument, value, came: clause, notes, steps }) =>
      [
        `${indent}  ${negated ? '!' : ''}${name} ${variable ?? ''}= ${argument}${value === undefined ? '' : ` = ${value}`}: ${clause ?? '-'}`,
        ...notes.map((note) => `${indent}    ${note}`),
        ...steps.map((step) => show(step, `${indent}    `)),
      ].join('\n'),
    ),
  ].join('\n');

describe('the trail of a verdict', () => {
  it('has every statement, clause and called ACL, with what each came to and why', async () => {
    const { world } = testWorld(CONFIGURATION, 'rcpt', SETTINGS, tableServices);
    const { trail } = await runAcl(world, clean('start'));
    expect(trail.map((step) => show(step)).join('\n')).toBe(
      `
ACL "start" line 4 warn: ok
  set acl_m_x= \${lc:ABC} = abc: ok
  domains = a.example : *.example.com: ok
    "mail.example.com" in "a.example : *.example.com"? yes: "*.example.com"
ACL "start" line 6 deny: fail
  !acl = sub one: fail
    ACL "sub" line 11 require: ok
      ratelimit = 0 / 1h / readonly: ok
        a rate of 0.0 for "1h/per_mail/192.0.2.1", with a limit of 0
      local_parts = bob: ok
        "bob" in "bob"? yes: "bob"
    ACL "sub" line 13 accept: ok
ACL "start" line 8 accept: defer
  hosts = 192.0.2.0/24: ok
    "192.0.2.1" in "192.0.2.0/24"? yes
  condition = maybe: defer
    invalid "condition" value "maybe"`.trimStart(),
    );
  });

  it('is empty where nobody asks for it', async () => {
    const { world } = testWorld(CONFIGURATION, 'rcpt', SETTINGS, tableServices);
    expect((await runAcl({ ...world, traced: false }, clean('start'))).trail).toEqual([]);
  });
});
