/** Passwords asked of other services. Those that Exim has by libraries only are refused with a word on what to do. */
import type { ConditionRow } from '../ast.ts';
import { after, failed, isFailure } from '../outcome.ts';
import { aclFailure } from '../values/acl-failure.ts';
import { oneString } from './make.ts';

const refused = (name: string, doc: string): ConditionRow => ({
  ...oneString(name, doc, () => failed(`support for "${name}" not compiled`)),
  never: 'a library of C asks it; let saslauthd ask it, and the condition saslauthd that daemon',
});

/** `acl{{name}{argument}…}`: does the ACL accept? `$value` is its message. */
export const aclCondition: ConditionRow = {
  name: 'acl',
  doc: 'An ACL accepts; $value is the message it ends with.',
  syntax: { kind: 'grouped', min: 1, max: 10 },
  test: ([name, ...args], _, run) =>
    after(run.host.acls.run(name!, args), ({ outcome, message }) => {
      if (message !== undefined) run.value = message;
      return aclFailure(name!.text, outcome) ?? outcome === 'accept';
    }),
};

/** A bind with the user and password in the query; the LDAP driver of lookups makes it. */
const ldapauth = oneString('ldapauth', 'An LDAP server takes the user and the password of a query.', (query, run) => {
  if (/(?:^|\s)pass=(?:""|\s|$)/.test(query.text)) return false; // an anonymous bind proves nothing
  return after(run.host.lookups.find({ type: 'ldapauth', source: query }), (answer) =>
    isFailure(answer) ? answer : answer.kind === 'found',
  );
});

export const AUTHENTICATION_CONDITIONS = [
  ldapauth,
  refused('pam', 'A PAM library takes a user and a password.'),
  refused('radius', 'A RADIUS server takes a user and a password.'),
  refused('pwcheck', 'The old daemon pwcheck takes a user and a password.'),
];
