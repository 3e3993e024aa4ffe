/** What a verdict of ours comes to at a session: the reply, and the log. */
import { type AclReply, type AclSite, type AclVerdict, readReply, runAcl } from '../../../../src/mta/acl/index.ts';
import { after, clean } from '../../../../src/mta/expand/index.ts';
import { fullHost } from '../../../../src/mta/facts/index.ts';
import { tableServices } from '../../../support/acl/services.ts';
import { type Case, namedAcl } from '../../../support/acl/table.ts';
import { addFields, testConfiguration, testWorld } from '../../../support/acl/world.ts';
import type { Said } from './said.ts';

export async function weSay(one: Case, head: readonly string[]): Promise<Said> {
  const { name, lines } = namedAcl(one.body);
  const configuration = testConfiguration([...head, ...one.main, 'begin acl', ...lines, ''].join('\n'));
  const { world, facts } = testWorld(configuration, one.phase as AclSite, one.settings, sessionServices);
  addFields(facts, one.fields);
  const verdict = await runAcl(world, clean(name));
  const host = fullHost(facts.connection, facts.hostText);
  const logs = verdict.effects.flatMap((effect) => (effect.kind === 'log' ? [effect.text] : []));
  const { reply, log } = answer(one, verdict, `H=${host}`);
  return { reply, logs: [...logs, ...log] };
}

/** As in Exim's test session, where there is no name server to ask. */
const sessionServices: typeof tableServices = (asked, settings) => {
  const services = tableServices(asked, settings);
  const datagram: typeof services.datagram = (packet) =>
    after(services.datagram!(packet), (answer) => (answer.kind === 'no-address' ? { kind: 'no-address-now' } : answer));
  return { ...services, datagram };
};

const CODES: Readonly<Record<string, string>> = { vrfy: '252', etrn: '458' };
const GOOD: Readonly<Record<string, string>> = {
  mail: '250 OK',
  rcpt: '250 Accepted',
  predata: '354',
  quit: '221',
  etrn: '250 OK',
};
const LATER = 'Temporary local problem - please try later';

function answer(
  one: Case,
  verdict: AclVerdict,
  host: string,
): { readonly reply: string; readonly log: readonly string[] } {
  const { outcome, message, logMessage } = verdict;
  if (outcome === 'accept') return { reply: good(one, message?.text), log: wrongCode(one, message?.text) };
  if (outcome === 'discard' && one.phase !== 'rcpt')
    return { reply: good(one, message?.text), log: wrongCode(one, message?.text) };
  if (outcome === 'discard')
    return {
      reply: good(one, message?.text),
      log: [...wrongCode(one, message?.text), `${host}${discarded(one, logMessage)}`],
    };
  if (one.phase === 'quit')
    return { reply: good(one, message?.text), log: [`ACL for QUIT returned ERROR: ${logMessage}`] };
  const isRefused = outcome === 'deny' || outcome === 'drop';
  const code = isRefused ? (CODES[one.phase] ?? '550') : '451';
  const own = outcome === 'error' ? undefined : message?.text;
  const { wrong, ...read } = readReply(own ?? (isRefused ? 'Administrative prohibition' : LATER), code);
  const [line] = logMessage?.split('\n') ?? [];
  const why = wrong !== undefined && logMessage === own ? `${read.code} ${read.text}` : line;
  const sender = HAS_SENDER.has(one.phase) ? ` F=<${one.settings.get('sender') ?? ''}>` : '';
  const rejected = `${isRefused ? '' : 'temporarily '}rejected ${subject(one)}${why === undefined ? '' : `: ${why}`}`;
  const told = { ...read, text: withSender(verdict, isRefused, read.text) };
  return {
    reply: replyLines(told),
    log: [
      ...senderLogs(verdict, host),
      ...(wrong === undefined ? [] : [wrong]),
      `${host}${sender} ${printable(rejected)}`,
    ],
  };
}

const discarded = (one: Case, logMessage: string | undefined): string =>
  ` F=<${one.settings.get('sender')}> RCPT <${one.settings.get('rcpt')}>: discarded by RCPT ACL` +
  (logMessage === undefined ? '' : `: ${logMessage}`);

/** Why the sender could not be verified, told once a message. */
function withSender({ senderFailure }: AclVerdict, isRefused: boolean, text: string): string {
  if (!isRefused || senderFailure?.userMessage === undefined || senderFailure.untold) return text;
  return `Verification failed for <${senderFailure.address}>\n${senderFailure.userMessage}\n${text}`;
}

function senderLogs({ senderFailure }: AclVerdict, host: string): readonly string[] {
  if (senderFailure === undefined || senderFailure.untold) return [];
  const { address, came, message } = senderFailure;
  return [`${host} sender verify ${came} for <${address}>${message === undefined ? '' : `: ${message}`}`];
}

const HAS_SENDER = new Set(['rcpt', 'data']);

function subject(one: Case): string {
  const word = (name: string): string => one.settings.get(name) ?? '';
  const subjects: Readonly<Record<string, string>> = {
    helo: `EHLO or HELO ${word('helo') || 'c.x'}`,
    mail: `MAIL <${word('sender')}>`,
    rcpt: `RCPT <${word('rcpt')}>`,
    predata: 'DATA',
    data: 'after DATA',
    vrfy: `VRFY ${word('rcpt')}`,
    expn: 'EXPN x@y',
    etrn: 'ETRN #x',
  };
  return subjects[one.phase]!;
}

function wrongCode({ phase }: Case, message: string | undefined): readonly string[] {
  const { wrong } = readReply(message ?? '', GOOD[phase]?.slice(0, 3) ?? '250');
  return wrong === undefined ? [] : [wrong];
}

function good(one: Case, message: string | undefined): string {
  const known = GOOD[one.phase];
  if (message === undefined || known === undefined) return known ?? '250';
  return replyLines(readReply(message, known.slice(0, 3)));
}

const replyLines = ({ code, extended, text }: AclReply): string => {
  const all = text.split('\n').map((line) => `${extended === undefined ? '' : `${extended} `}${line}`);
  return all.map((line, index) => `${code}${index < all.length - 1 ? '-' : ' '}${line}`).join('\n');
};

/** As a log has it. */
const printable = (text: string): string => text.replaceAll('\n', '\\n');
