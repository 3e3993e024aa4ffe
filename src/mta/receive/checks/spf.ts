/** The spf condition's question: may this client send for this sender? (Exim spec §58 "SPF") */
import { isLoopback, parseIpv4, parseIpv6 } from '../../../base/index.ts';
import { checkHost, checkHostWith, type SpfPorts, type SpfQuestion } from '../../../core/spf/index.ts';
import type { AclServices, SpfAnswer } from '../../acl/index.ts';
import { type Text, textOf } from '../../expand/index.ts';
import { fromOctets, toOctets } from '../../host/index.ts';
import type { Session } from '../session.ts';
import type { CheckResults } from './results.ts';
import { headerComment, receivedField, smtpComment } from './spf-words.ts';

type SpfService = NonNullable<AclServices['spf']>;

/** Asked once a message, whatever the conditions; a guess is made only where the domain says nothing. */
export function spfService(session: Session): SpfService | undefined {
  const { dns } = session.shared.ports.services;
  if (dns === undefined) return undefined;
  return async (guess) => {
    const question = questionOf(session);
    if (question === undefined) return UNUSABLE;
    const usual = await session.expanded('spf_smtp_comment_template');
    const ports: SpfPorts = {
      dns,
      now: () => session.shared.ports.clock.now(),
      receiver: session.facts.primaryHostname,
      ...(usual?.kind === 'text' && usual.text !== '' && { usualExplanation: usual.text }),
    };
    let checked = session.checks.spf;
    checked ??= { verdict: await verdictOn(question, ports), guessed: false };
    if (guess && checked.verdict.result === 'none') {
      const record = session.shared.options.text('spf_guess') ?? '';
      checked = { verdict: await checkHostWith(record, question, { ...ports, limits: GUESSING }), guessed: true };
    }
    session.checks.spf = checked;
    return answerOf(session, checked);
  };
}

/** Deviates from RFC 7208 §4 because Exim's library lets this host send for everybody. */
const verdictOn = (question: SpfQuestion, ports: SpfPorts) =>
  isLoopback(question.ip) ? checkHostWith('v=spf1 all', question, ports) : checkHost(question, ports);

/** Names of a guess are those that are likely not there. */
const GUESSING = { voids: 10 };

/** Who would have to be asked about is not known. */
const UNUSABLE: SpfAnswer = { result: 'permerror', variables: { spf_result: textOf('permerror', false) } };

function questionOf({ connection, message }: Session): SpfQuestion | undefined {
  const { client, helo } = connection;
  const ip = client === undefined ? undefined : (parseIpv4(client.address) ?? parseIpv6(client.address));
  if (ip === undefined || helo === undefined || message === undefined) return undefined;
  return { ip, sender: fromOctets(message.sender), helo: fromOctets(helo.name) };
}

function answerOf(session: Session, { verdict, guessed }: NonNullable<CheckResults['spf']>): SpfAnswer {
  const { result, domain } = verdict;
  const receiver = session.facts.primaryHostname;
  const told: Readonly<Record<string, Text>> = {
    spf_result: textOf(result, false),
    spf_result_guessed: textOf(guessed ? 'yes' : 'no', false),
    spf_used_domain: textOf(toOctets(domain), true),
    spf_received: textOf(toOctets(receivedField(verdict, receiver)), true),
    spf_header_comment: textOf(toOctets(headerComment(verdict, receiver)), true),
    spf_smtp_comment: textOf(toOctets(smtpComment(verdict)), true),
  };
  return { result, variables: told };
}
