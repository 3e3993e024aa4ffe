/** Configurations: what of the protocol is offered, how headers are completed, what is logged. */
import { SELECTOR_ROWS } from '../../../../../src/mta/log/selectors.ts';
import { chance, type Draw, one, several } from '../../dialogues/random/draw.ts';
import { AUTHENTICATORS, CONTROLS, OPTIONS, RECEIVED, REWRITES, STATEMENTS, TLS_CHECKS } from './vocabulary.ts';

/** What a client may use of it. */
export interface Offers {
  readonly tls: 'none' | 'starttls' | 'on connect';
  readonly asksForCertificates: boolean;
  readonly proxy: boolean;
  /** Mechanisms, in upper case. */
  readonly mechanisms: readonly string[];
}

export interface Drawn {
  readonly text: string;
  readonly offers: Offers;
}

const HEAD =
  'primary_hostname = our.example\nkeep_environment =\nsmtp_max_synprot_errors = 100\nsmtp_max_unknown_commands = 100\n';

export function drawConfiguration(draw: Draw): Drawn {
  const authenticators = chance(draw, 0.45) ? several(draw, 1, 3, () => one(draw, AUTHENTICATORS)) : [];
  const unique = [...new Map(authenticators.map((row) => [row.mechanism, row])).values()];
  const tls = one(draw, ['none', 'none', 'starttls', 'starttls', 'on connect'] as const);
  const check = tls === 'none' ? '' : one(draw, TLS_CHECKS);
  const proxy = tls !== 'on connect' && chance(draw, 0.15); // a header before the handshake is none, and both would wait for long
  const offers: Offers = {
    ...{ tls, proxy },
    asksForCertificates: check.includes('AUTHORITY'),
    mechanisms: unique.map(({ mechanism }) => mechanism),
  };
  const options = new Map(
    several(draw, 1, 7, () => one(draw, OPTIONS)).map((option) => [option.split(' ')[0]!, option]),
  );
  const lines = [
    ...options.values(),
    ...(tls === 'none' ? ['tls_advertise_hosts ='] : ['tls_advertise_hosts = *', 'tls_certificate = CERTIFICATE']),
    ...(tls === 'on connect' ? ['tls_on_connect_ports = OWN_PORT'] : []),
    ...(check === '' ? [] : [check]),
    ...(proxy ? ['hosts_proxy = *'] : []),
    ...(chance(draw, 0.7) ? [`log_selector = ${selectors(draw)}`] : []),
    ...(chance(draw, 0.3) ? [`received_header_text = ${one(draw, RECEIVED)}`] : []),
  ];
  const acls = new Map(several(draw, 1, 5, () => acl(draw)));
  const names = [...acls.keys()].map((name) => `acl_smtp_${name} = ${name}`);
  if (!acls.has('rcpt')) names.push('acl_smtp_rcpt = accept');
  const rewrites = chance(draw, 0.35) ? several(draw, 1, 3, () => one(draw, REWRITES)) : [];
  const sections = [
    section('acl', [...acls.values()]),
    section(
      'authenticators',
      unique.map(({ text }) => text),
    ),
    section('rewrite', rewrites),
  ];
  return { text: `${HEAD}${[...lines, ...names].join('\n')}\n${sections.join('')}`, offers };
}

/** One that some of 4.96 do not know, or that is of the process and not of the dialogue. */
const LEFT_OUT = new Set([
  'connection_id',
  'dmarc',
  'dmarc_verbose',
  'spf',
  'spf_verbose',
  'pid',
  'arguments',
  'tls_on_connect',
]);
const WORDS = SELECTOR_ROWS.map(({ name }) => name).filter((name) => !LEFT_OUT.has(name));

function selectors(draw: Draw): string {
  const all = chance(draw, 0.1) ? ['+all', '-pid', '-arguments'] : [];
  return [...all, ...several(draw, 1, 12, () => `${chance(draw, 0.75) ? '+' : '-'}${one(draw, WORDS)}`)].join(' ');
}

const STAGES = ['connect', 'helo', 'mail', 'rcpt', 'rcpt', 'data', 'predata', 'auth', 'quit', 'notquit'] as const;
/** Where a message is at hand to be changed. */
const OF_MESSAGES = ['mail', 'rcpt', 'predata', 'data'];
const OF_ENVELOPES = /control = (?:submission|suppress_local_fixups)/;

function acl(draw: Draw): readonly [string, string] {
  const stage = one(draw, STAGES);
  const ofMessage = OF_MESSAGES.includes(stage);
  const controls = stage === 'data' ? CONTROLS.filter((text) => !OF_ENVELOPES.test(text)) : CONTROLS;
  const among = ofMessage ? [...STATEMENTS, ...controls, ...controls] : STATEMENTS;
  return [stage, `${stage}:\n${several(draw, 0, 3, () => `  ${one(draw, among)}\n`).join('')}  accept\n`];
}

const section = (name: string, texts: readonly string[]): string =>
  texts.length === 0 ? '' : `begin ${name}\n${texts.join('\n')}\n`;
