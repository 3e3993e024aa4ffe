/** What is to be exercised, from the registries; and what cannot be, with its reason. */
import { SMTP_VERBS } from '../../../../../src/core/smtp/server/registry.ts';
import { VERIFY_ROWS } from '../../../../../src/mta/acl/conditions/verify/registry.ts';
import { ACL_CLAUSES, ACL_CONTROLS, ACL_VERBS } from '../../../../../src/mta/config/index.ts';
import { HOWS, type How, type Kind } from './types.ts';

export interface Wanted {
  readonly kind: Kind;
  readonly name: string;
}

const clausesOf = (wanted: 'condition' | 'modifier'): readonly string[] =>
  [...ACL_CLAUSES.values()].filter(({ kind }) => kind === wanted).map(({ name }) => name);

const NAMES: Readonly<Record<Kind, readonly string[]>> = {
  verb: ACL_VERBS.map(({ name }) => name),
  condition: clausesOf('condition'),
  verify: [...VERIFY_ROWS.keys()],
  modifier: clausesOf('modifier'),
  control: [...ACL_CONTROLS.keys()],
  command: SMTP_VERBS,
};

export const WANTED: readonly Wanted[] = (Object.keys(NAMES) as Kind[]).flatMap((kind) =>
  NAMES[kind].map((name) => ({ kind, name })),
);

const ABSENT = 'Exim 4.96 as Debian builds it has it not';
const ALWAYS = 'there is nothing that could be wrong';
const NO_TLS = 'a test session has no TLS';

/** By kind and name, for all outcomes; or with the outcome. */
const NOT_APPLICABLE: Readonly<Record<string, string>> = {
  'condition atrn_domains': ABSENT,
  'condition dcc': ABSENT,
  'condition dmarc_status': ABSENT,
  'modifier bmi_optin': ABSENT,
  'control bmi_run': ABSENT,
  'control dmarc_disable_verify': ABSENT,
  'control dmarc_enable_forensic': ABSENT,
  'control wellknown': ABSENT,
  'command ATRN': ABSENT,
  'command WELLKNOWN': ABSENT,
  'command XCLIENT': ABSENT,
  'command LHLO': ABSENT,
  'command HELP non-match': ALWAYS,
  'command HELP error': ALWAYS,
  'modifier endpass error': 'it has no argument',
  'control error match': 'it is an error itself',
  'control debug error': ALWAYS,
  'control cutthrough_delivery error': 'Exim refuses what it does not know there, without a word',
  'control queue error': ALWAYS,
  'control queue_only error': ALWAYS,
  'control dscp match': 'packets of one connection cannot be marked here',
};

/** Of `exim -bh`. */
export const NOT_IN_TESTS: Readonly<Record<string, string>> = {
  'condition encrypted match': NO_TLS,
  'condition encrypted error': NO_TLS,
  'verify certificate match': NO_TLS,
  'command STARTTLS match': NO_TLS,
};

/** Why it cannot be; undefined where it can. */
export const reasonAgainst = (
  { kind, name }: Wanted,
  how: How,
  more: Readonly<Record<string, string>>,
): string | undefined => {
  const reasons = { ...NOT_APPLICABLE, ...more };
  return reasons[`${kind} ${name}`] ?? reasons[`${kind} ${name} ${how}`];
};

export { HOWS };
