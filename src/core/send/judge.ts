/** What is to be said of it, and how grave it is. */
import type { Finding, FindingDef, Scope, Severity } from '../../base/index.ts';
import type { Outcome } from '../smtp/index.ts';
import type { Tried } from './attempts.ts';
import { say } from './findings/define.ts';
import { bareCr, dsnMissing, eightBit, lineEnds, longLines, utf8Header } from './findings/message.ts';
import * as out from './findings/outcome.ts';
import { replyText } from './report.ts';
import type { RecipientReport, SendData, SendJob } from './types.ts';

export function findingsOf(job: SendJob, tried: Tried, data: SendData): readonly Finding[] {
  return [
    ...aboutMessage(job, tried),
    ...(data.attempts.length === 0 ? aboutRoute(tried) : aboutOutcome(job, tried, data)),
    ...aboutExpectations(data),
  ];
}

function aboutMessage({ message, mail }: SendJob, { attempts }: Tried): Finding[] {
  const offered = attempts.at(-1)?.conversation.offered;
  const lacks = (keyword: string): boolean => offered !== undefined && offered.size > 0 && !offered.has(keyword);
  const wantsDsn =
    mail.ret !== undefined ||
    mail.envid !== undefined ||
    mail.recipients.some(({ notify, orcpt }) => notify !== undefined || orcpt !== undefined);
  const found: readonly (readonly [boolean, FindingDef, string?])[] = [
    [message.bareLf > 0, lineEnds, times(message.bareLf, 'bare LF')],
    [message.bareCr > 0, bareCr, times(message.bareCr, 'bare CR')],
    [message.longLines > 0, longLines, times(message.longLines, 'long line')],
    [message.hasUtf8Header && !mail.smtpUtf8, utf8Header],
    [message.has8Bit && lacks('8BITMIME'), eightBit],
    [wantsDsn && lacks('DSN'), dsnMissing],
  ];
  return found.flatMap(([is, def, detail]) => (is ? [say(def, detail === undefined ? {} : { detail })] : []));
}

const times = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

function aboutRoute({ failure }: Tried): Finding[] {
  const { code, message, temporary } = failure!;
  if (code === 'send/not-trusted')
    return [say(out.untrusted, { detail: message, ...(temporary && { severity: 'unknown' }) })];
  return [say(temporary ? out.routeUnknown : out.route, { detail: message })];
}

/** Where --expect says what is right, a refusal by itself is none of our business. */
function aboutOutcome(job: SendJob, { attempts }: Tried, data: SendData): Finding[] {
  const last = attempts.at(-1)!;
  const { outcome } = last.conversation;
  const host = last.host === last.address ? {} : { host: last.host };
  const scope: Scope = { ...host, ip: last.address, ...(last.port !== undefined && { port: last.port }) };
  const eased: { severity?: Severity } = job.expectations.length > 0 ? { severity: 'info' } : {};
  if (outcome.kind === 'done' && outcome.stoppedAfter !== undefined)
    return [say(out.stopped, { scope, detail: data.detail }), ...aboutRefusals(data, scope, eased)];
  if (data.rate !== undefined) return [...aboutEnd(outcome, data, scope, eased), ...aboutRate(data, scope, eased)];
  const refusals = aboutRefusals(data, scope, eased);
  if (outcome.kind === 'done')
    return [
      ...refusals,
      ...(data.accepted ? [say(out.accepted, { scope, detail: finalReply(data) })] : unsents(data, scope, eased)),
    ];
  return [...refusals, ...aboutEnd(outcome, data, scope, eased)];
}

const finalReply = ({ recipients }: SendData): string => {
  const { reply } = recipients.at(-1) ?? {};
  return reply === undefined ? 'taken' : replyText(reply);
};

function aboutRefusals({ recipients }: SendData, scope: Scope, eased: { severity?: Severity }): Finding[] {
  return recipients.flatMap((recipient) => {
    const { status, reply } = recipient;
    if (status !== 'refused' && status !== 'deferred') return [];
    const detail = `${recipient.address} at ${recipient.stage.toUpperCase()}: ${reply === undefined ? status : replyText(reply)}`;
    return [say(status === 'refused' ? out.refused : out.deferred, { scope, detail, ...eased })];
  });
}

function unsents({ recipients }: SendData, scope: Scope, eased: { severity?: Severity }): Finding[] {
  const left = recipients.filter(({ status }: RecipientReport) => status === 'unsent');
  return left.map(({ address, why }) =>
    say(out.unsent, { scope, detail: `${address}: ${why ?? 'not sent'}`, ...eased }),
  );
}

/** Refusals of the conversation itself can be expected; silence cannot. */
function aboutEnd(
  outcome: Outcome,
  { detail, recipients }: SendData,
  scope: Scope,
  eased: { severity?: Severity },
): Finding[] {
  const one = (def: FindingDef, parts: { severity?: Severity } = {}): Finding[] => [
    say(def, { scope, detail, ...parts }),
  ];
  switch (outcome.kind) {
    case 'done':
      return [];
    case 'refused': {
      const isTold = recipients.some(({ reply }) => reply?.code === outcome.reply.code);
      return isTold ? [] : one(outcome.temporary ? out.deferred : out.refused, eased);
    }
    case 'auth-failed':
      return one(out.auth, eased);
    case 'not-offered':
      return one(out.notOffered, eased);
    case 'protocol-error':
      return one(out.protocol);
    case 'closed':
      return one(out.closed);
    case 'timeout':
      return one(out.silent);
    case 'unreachable':
    case 'aborted':
      return one(out.unreachable);
    case 'untrusted':
      return one(out.untrusted);
    case 'tls-failed':
      if (outcome.error.code === 'tls/untrusted') return one(out.untrusted);
      return one(out.tlsFailed, outcome.error.code === 'tls/timeout' ? { severity: 'unknown' } : {});
    case 'message-failed':
      return one(out.unsent);
  }
}

function aboutRate({ rate, accepted }: SendData, scope: Scope, eased: { severity?: Severity }): Finding[] {
  const { wanted, refused, deferred, unsent, perSecond, seconds } = rate!;
  if (accepted)
    return [say(out.accepted, { scope, detail: `${wanted} messages in ${seconds} s, ${perSecond} a second` })];
  const rows: readonly (readonly [number, FindingDef])[] = [
    [refused, out.refused],
    [deferred, out.deferred],
    [unsent + (wanted - rate!.sent), out.unsent],
  ];
  return rows.flatMap(([count, def]) =>
    count > 0 ? [say(def, { scope, detail: `${count} of ${wanted} messages`, ...eased })] : [],
  );
}

function aboutExpectations({ expectations = [] }: SendData): Finding[] {
  return expectations.map(({ expected, met, got }) => {
    const detail = `${expected}: ${got ?? 'never reached'}`;
    return say(met ? out.expected : out.unexpected, { detail });
  });
}
