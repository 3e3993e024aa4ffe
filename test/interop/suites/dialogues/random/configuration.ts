/** Configurations: some options of the main part, lists with names, rules of rewriting, and ACLs of a few statements each. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chance, type Draw, one, several } from './draw.ts';
import { drawn } from './vocabulary.ts';

const HEAD = 'primary_hostname = our.example\nkeep_environment =\nsmtp_etrn_command = /bin/true\n';
/** Most dialogues are to go on whatever is said in them. */
const PATIENT = ['smtp_max_synprot_errors = 100', 'smtp_max_unknown_commands = 100'];
const ROUTERS = readFileSync(join(import.meta.dirname, 'routers.conf'), 'utf8');

interface Stage {
  readonly name: string;
  /** Of dialogues that have an ACL there. */
  readonly share: number;
  /** Parts of the vocabulary that have a sense there. */
  readonly conditions: readonly string[];
  readonly modifiers: readonly string[];
  readonly verbs: readonly string[];
}

const ALL_VERBS = ['accept', 'accept', 'deny', 'deny', 'warn', 'warn', 'defer', 'require', 'discard', 'drop'];
/** Where most clients are to come through. */
const LENIENT = ['warn', 'warn', 'warn', 'warn', 'accept', 'accept', 'deny', 'require', 'defer', 'drop'];
const ENDPASS = new Set(['accept', 'discard']);

const stage = (name: string, share: number, verbs: readonly string[], ...senses: readonly string[]): Stage => ({
  name,
  share,
  verbs,
  conditions: ['anywhere', ...senses].map((sense) => `conditions ${sense}`),
  modifiers: ['anywhere', ...senses].map((sense) => `modifiers ${sense}`),
});

const STAGES: readonly Stage[] = [
  stage('connect', 0.2, LENIENT),
  stage('helo', 0.3, LENIENT),
  stage('mail', 0.4, LENIENT, 'after MAIL'),
  stage('rcpt', 1, ALL_VERBS, 'of RCPT', 'of RCPT', 'after MAIL'),
  stage('predata', 0.2, LENIENT, 'after MAIL'),
  stage('mime', 0.25, LENIENT, 'of mime', 'of mime', 'after MAIL'),
  stage('dkim', 0.15, LENIENT, 'of dkim', 'of dkim', 'after MAIL'),
  stage('data_prdr', 0.1, ALL_VERBS, 'of RCPT', 'of data'),
  stage('data', 0.5, ALL_VERBS, 'of data', 'of data', 'after MAIL'),
  stage('vrfy', 0.5, ALL_VERBS, 'of RCPT'),
  stage('expn', 0.5, ALL_VERBS),
  stage('etrn', 0.5, ALL_VERBS),
  stage('auth', 0.1, LENIENT),
  stage('mailauth', 0.1, LENIENT),
  stage('starttls', 0.05, LENIENT),
  stage('quit', 0.2, ['accept', 'warn', 'deny']),
  stage('notquit', 0.2, ['accept', 'warn', 'deny']),
];

/** One of the parts; once in a while one that has no sense there. */
function clause(draw: Draw, sort: 'conditions' | 'modifiers', senses: readonly string[]): string {
  const astray = chance(draw, 0.02)
    ? `${sort} ${one(draw, ['after MAIL', 'of RCPT', 'of data', 'of mime'])}`
    : undefined;
  return drawn(draw, astray ?? one(draw, senses));
}

function statement(draw: Draw, { verbs, conditions, modifiers }: Stage): string {
  const verb = one(draw, verbs);
  const rows = several(draw, 1, 4, () =>
    chance(draw, 0.5) ? clause(draw, 'conditions', conditions) : clause(draw, 'modifiers', modifiers),
  ).filter((row) => row !== 'endpass' || ENDPASS.has(verb));
  return rows.length === 0 ? '' : `  ${verb} ${rows.join('\n    ')}\n`;
}

const acl = (draw: Draw, place: Stage): string =>
  `${place.name}:\n${several(draw, 0, 3, () => statement(draw, place)).join('')}${chance(draw, 0.95) ? '  accept\n' : ''}`;

/** The later of two settings of one option stands. */
function options(draw: Draw, more: readonly string[]): string {
  const all = [
    'hosts_require_helo = *',
    ...more,
    ...several(draw, 0, 6, () => drawn(draw, 'options')),
    ...(chance(draw, 0.8) ? PATIENT : []),
  ];
  return [...new Map(all.map((option) => [option.split(' ')[0]!, option])).values()].join('\n');
}

const section = (draw: Draw, share: number, title: string, write: () => string): string =>
  chance(draw, share) ? `begin ${title}\n${write()}\n` : '';

export function configuration(draw: Draw): string {
  const acls = STAGES.filter(({ share }) => chance(draw, share)).map(
    (place) => [place.name, acl(draw, place)] as const,
  );
  const named = acls.map(([name]) => `acl_smtp_${name} = ${name}`);
  return [
    HEAD,
    `${drawn(draw, 'named lists')}\n${options(draw, named)}\n`,
    `begin acl\n${acls.map(([, text]) => text).join('')}${drawn(draw, 'subroutines')}${drawn(draw, 'general subroutines')}`,
    section(draw, 0.2, 'rewrite', () => several(draw, 1, 3, () => drawn(draw, 'rewriting')).join('\n')),
    section(draw, 0.3, 'authenticators', () => drawn(draw, 'authenticators')),
    ROUTERS,
  ].join('');
}
