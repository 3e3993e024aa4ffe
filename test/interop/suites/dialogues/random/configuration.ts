/** Configurations: some options of the main part, and ACLs of a few statements each. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chance, type Draw, one, several } from './draw.ts';
import { entries } from './vocabulary.ts';

const HEAD =
  'primary_hostname = our.example\nkeep_environment =\nhosts_require_helo = *\nsmtp_etrn_command = /bin/true\n';
/** Most dialogues are to go on whatever is said in them. */
const PATIENT = ['smtp_max_synprot_errors = 100', 'smtp_max_unknown_commands = 100'];
const ROUTERS = readFileSync(join(import.meta.dirname, 'routers.conf'), 'utf8');
const OPTIONS = entries('options');
const CONDITIONS = entries('conditions');
const VERBS = ['accept', 'deny', 'warn', 'defer', 'require', 'discard', 'drop'];

type IsFor = (condition: string) => boolean;

const OF_RECIPIENTS = /recipient|local_part|rcpt|domain/;
const OF_TRANSACTIONS = /sender|add_header|submission/;
const always: IsFor = () => true;
const afterMail: IsFor = (condition) => !OF_RECIPIENTS.test(condition);
const anywhere: IsFor = (condition) => afterMail(condition) && !OF_TRANSACTIONS.test(condition);

function statement(draw: Draw, isFor: IsFor): string {
  const verb = one(draw, VERBS);
  const mayEndPass = verb === 'accept' || verb === 'discard';
  const rows = several(draw, 1, 3, () => one(draw, CONDITIONS)).filter(
    (row) => isFor(row) && (row !== 'endpass' || mayEndPass),
  );
  return rows.length === 0 ? '' : `  ${verb} ${rows.join('\n    ')}\n`;
}

const acl = (draw: Draw, name: string, isFor: IsFor): string =>
  `${name}:\n${several(draw, 0, 3, () => statement(draw, isFor)).join('')}  accept\n`;

export function configuration(draw: Draw): string {
  const drawn = [...several(draw, 0, 5, () => one(draw, OPTIONS)), ...(chance(draw, 0.8) ? PATIENT : [])];
  const options = new Map(drawn.map((option) => [option.split(' ')[0]!, option]));
  const acls = [
    acl(draw, 'rcpt', always),
    ...(chance(draw, 0.4) ? [acl(draw, 'mail', afterMail)] : []),
    ...(chance(draw, 0.3) ? [acl(draw, 'helo', anywhere)] : []),
    ...(chance(draw, 0.3) ? [acl(draw, 'data', afterMail)] : []),
    ...(chance(draw, 0.2) ? [acl(draw, 'predata', afterMail)] : []),
    ...(chance(draw, 0.5) ? ['vrfy', 'expn', 'etrn'].map((name) => `${name}:\n  accept\n`) : []),
    ...(chance(draw, 0.2) ? [acl(draw, 'quit', anywhere)] : []),
  ];
  const named = acls.map((text) => text.slice(0, text.indexOf(':'))).map((name) => `acl_smtp_${name} = ${name}`);
  return `${HEAD}${[...options.values(), ...named].join('\n')}\nbegin acl\n${acls.join('')}${ROUTERS}`;
}
