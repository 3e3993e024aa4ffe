/** VRFY, EXPN, ETRN and QUIT, each by its ACL. */
import type { Answer, QuestionOf } from '../../../core/smtp/index.ts';
import type { AclVerdict } from '../../acl/index.ts';
import { after, type Later, textOf } from '../../expand/index.ts';
import { createAddress } from '../../facts/index.ts';
import { entry, hostAndIdent, MAIN } from '../../log/index.ts';
import { mayBeListed } from '../client-lists.ts';
import { logIncomplete, tellMisjudged } from '../endings.ts';
import { startEtrn } from '../etrn.ts';
import { refuse } from '../policy/refuse.ts';
import { makeReply, replyLines } from '../policy/reply.ts';
import { runPhase } from '../policy/run.ts';
import { servicesOf } from '../policy/services.ts';
import type { Session } from '../session.ts';

const DENIED: AclVerdict = { outcome: 'deny', effects: [], trail: [] };

export function answerVrfy(session: Session, { argument }: QuestionOf<'vrfy'>): Later<Answer> {
  const address = complete(session, bare(argument));
  session.facts.address = createAddress(address);
  return after(runPhase(session, 'vrfy'), (verdict = DENIED) => {
    session.facts.address = undefined;
    if (verdict.outcome !== 'accept') return refuse(session, verdict, { what: { at: 'VRFY', argument }, code: 252 });
    return verifyFor(session, address, argument);
  });
}

/** One without a domain is ours. */
function complete({ shared: { options }, facts }: Session, address: string): string {
  if (/@[^"]*$/.test(address)) return address;
  return `${address}@${options.text('qualify_recipient') ?? options.text('qualify_domain') ?? facts.primaryHostname}`;
}

/** RFC 5321 §3.5.3. */
function verifyFor(session: Session, address: string, argument: string): Later<Answer> {
  const { verify } = servicesOf(session, undefined);
  if (verify === undefined) return { outcome: 'accept', reply: { code: 252, text: 'VRFY not available' } };
  const question = {
    kind: 'recipient',
    address: textOf(address, true),
    isEnvelope: false,
    successOnRedirect: false,
  } as const;
  return after(verify(question), ({ came, userMessage, message }) => {
    if (came === 'ok') return { outcome: 'accept', reply: { code: 250, text: `<${address}> is deliverable` } };
    if (came === 'defer')
      return refusal(
        451,
        userMessage === undefined ? `Cannot resolve <${address}> at this time` : `<${address}> ${userMessage}`,
      );
    const who = hostAndIdent(session.logHost, session.logFormat);
    session.log(entry('vrfy-failed', { address }, `VRFY failed for ${argument} ${who}`, MAIN));
    const text = `<${address}> ${userMessage ?? message ?? 'is not deliverable'}`;
    return { outcome: 'refuse', reply: { code: 550, text } };
  });
}

export const answerExpn = (session: Session, { argument }: QuestionOf<'expn'>): Later<Answer> =>
  after(runPhase(session, 'expn'), (verdict = DENIED) => {
    if (verdict.outcome !== 'accept') return refuse(session, verdict, { what: { at: 'EXPN', argument } });
    return expand(session, argument);
  });

/** One step of redirection (RFC 5321 §3.5.2); what it is asked for is an address, whatever stands around it. */
function expand(session: Session, argument: string): Later<Answer> {
  const { verify } = servicesOf(session, undefined);
  if (verify === undefined) return { outcome: 'accept', reply: { code: 252, text: 'EXPN not available' } };
  const address = complete(session, argument);
  const question = { kind: 'recipient', address: textOf(address, true), isEnvelope: false, forExpn: true } as const;
  return after(
    verify({ ...question, successOnRedirect: true }),
    ({ came, rewritten = address, made = [rewritten], isDiscarded }) => {
      if (came === 'fail') return refusal(553, `${address} is undeliverable`);
      if (came === 'defer') return refusal(553, `${address} cannot be resolved at this time`);
      if (isDiscarded === true)
        return { outcome: 'accept', reply: { code: 250, text: `mail to <${address}> is discarded` } };
      return { outcome: 'accept', reply: { code: 250, text: made.map((one) => `<${one}>`).join('\n') } };
    },
  );
}

const refusal = (code: number, text: string): Answer => ({ outcome: 'refuse', reply: { code, text } });

export function answerEtrn(session: Session, { argument }: QuestionOf<'etrn'>): Later<Answer> {
  const text = `ETRN ${argument} received from ${hostAndIdent(session.logHost, session.logFormat, false)}`;
  session.log(entry('etrn', { argument }, text, MAIN, 'etrn'));
  return after(runPhase(session, 'etrn'), (verdict = DENIED) => {
    if (verdict.outcome !== 'accept') return refuse(session, verdict, { what: { at: 'ETRN', argument }, code: 458 });
    const isOurs = (session.shared.options.text('smtp_etrn_command') ?? '') === '';
    if (isOurs && !argument.startsWith('#')) return { outcome: 'accept' }; // refused in the session's own words
    return startEtrn(session, argument).then((came) => {
      if (came.kind === 'broken') return refusal(458, 'Internal failure');
      return came.kind === 'running'
        ? refusal(458, `Already processing ${isOurs ? argument.slice(1) : argument}`)
        : { outcome: 'accept', reply: makeReply(session, verdict.message?.text, 250, 'OK') };
    });
  });
}

/** The commands there are, in Exim's order. */
export const answerHelp = (session: Session): Later<Answer> =>
  after(mayBeListed(session, 'tls_advertise_hosts'), (offersTls) => help(session, offersTls));

function help({ shared: { options }, connection }: Session, offersTls: boolean): Answer {
  const isSet = (option: string): boolean => options.text(option) !== undefined && options.text(option) !== '';
  const verbs: readonly (readonly [verb: string, isThere: boolean])[] = [
    ['AUTH', true],
    ['STARTTLS', offersTls && connection.tls === undefined],
    ...['HELO', 'EHLO', 'MAIL', 'RCPT', 'DATA', 'BDAT', 'NOOP', 'QUIT', 'RSET', 'HELP'].map(
      (verb) => [verb, true] as const,
    ),
    ['ATRN', isSet('acl_smtp_atrn')],
    ['ETRN', isSet('acl_smtp_etrn')],
    ['EXPN', isSet('acl_smtp_expn')],
    ['VRFY', isSet('acl_smtp_vrfy')],
    ['WELLKNOWN', isSet('wellknown_advertise_hosts')],
  ];
  const there = verbs.filter(([, isThere]) => isThere).map(([verb]) => verb);
  return { outcome: 'accept', reply: { code: 214, text: `Commands supported:\n${there.join(' ')}` } };
}

/** Whatever the ACL says, it is the end; its message is the last word. */
export function answerQuit(session: Session): Later<Answer> {
  if (session.brokenOff === undefined) logIncomplete(session, 'QUIT');
  return after(runPhase(session, 'quit'), (verdict) => {
    tellMisjudged(session, 'QUIT', verdict);
    const usual = `${session.activeHostname} closing connection`;
    const own = verdict?.message?.text;
    const text = own === undefined ? usual : replyLines(session, own).join('\n'); // a code in it is a part of it
    return { outcome: 'accept', reply: { code: 221, text } };
  });
}

/** Without brackets and what stands before them, without a comment behind it, and without a route (RFC 5321 appendix C). */
const bare = (argument: string): string =>
  argument
    .replace(/ *\([^()]*\)$/, '')
    .replace(/^[^<]*<(.*)>$/s, '$1')
    .replace(/^@[^:]*:/, '');
