/** Where each word may stand: a case for every clause and control in every phase that a test session has. */
import { ACL_CLAUSES, ACL_CONTROLS } from '../../../../src/mta/config/index.ts';
import { type Case, readCases } from '../../../support/acl/table.ts';

const PHASES = ['helo', 'mail', 'rcpt', 'predata', 'data', 'vrfy', 'expn', 'etrn', 'quit'];

/** Arguments that make no trouble of their own. */
const ARGUMENTS: Readonly<Record<string, string>> = {
  ...{ acl: 'ok', authenticated: '*', condition: 'yes', delay: '0s', dnslists: 'x/', encrypted: '*', hosts: '*' },
  ...{ malware: 'false', ratelimit: '10/1h', seen: '1h', spam: '0', udpsend: '127.0.0.1:9:x', verify: 'helo' },
  control: 'enforce_sync',
};

/** Not in this build, newer, or to be asked of others. */
const LEFT_OUT = new Set([
  'atrn_domains',
  'bmi_optin',
  'dcc',
  'dmarc_status',
  'dnslists',
  'endpass',
  'spf',
  'spf_guess',
]);
const CONTROLS_LEFT_OUT = /^(?:bmi|cutthrough|debug|dmarc|dscp|error|wellknown)/;

export function casesOfPhases(): readonly Case[] {
  const clauses = [...ACL_CLAUSES.keys()].filter((name) => !LEFT_OUT.has(name));
  const controls = [...ACL_CONTROLS.keys()].filter((name) => !CONTROLS_LEFT_OUT.test(name));
  const lines = [
    ...clauses.map((name) => (name === 'set' ? 'set acl_m_x = x' : `${name} = ${ARGUMENTS[name] ?? 'x'}`)),
    ...controls.map((name) => `control = ${name}`),
  ];
  const blocks = PHASES.flatMap((phase) =>
    lines.map((line) => `== ${phase}: ${line}\n@ ${phase}\nstart:\naccept ${line}\nok:\naccept\n=> ?\n`),
  );
  return readCases(`@ rcpt sender=u@x.org rcpt=a@example.com helo=c.x\n${blocks.join('')}`);
}

/** What counts is whether the word is refused for its place. */
export const isForbidden = (logs: readonly string[]): boolean => logs.some((line) => /cannot (?:test|use) /.test(line));
