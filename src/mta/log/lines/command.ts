/** Commands that were refused for what they are: syntax, order, size, number. */
import { entry, type LogEntry, type LogFormat, MAIN, MAIN_AND_REJECT, type RejectedMessage } from '../entry.ts';
import { printable, withoutControls } from '../printing.ts';
import { commandsField, type NoMailFacts } from './connection.ts';
import { type HostFacts, hostAndIdent } from './host.ts';
import { withBelow } from './rejection.ts';

export interface CommandErrorFacts {
  readonly host: HostFacts;
  readonly kind: 'syntax' | 'protocol';
  /** The line as it came. */
  readonly line: string;
  /** As told to the client. */
  readonly message: string;
}

/** `SMTP syntax error in "…" H=… text`, each kind under its selector. */
export function commandErrorEntry(facts: CommandErrorFacts, format: LogFormat): LogEntry {
  const line = withoutSecret(facts.line);
  return entry(
    'command-error',
    { ...facts, line },
    `SMTP ${facts.kind} error in "${printable(line, format)}" ${hostAndIdent(facts.host, format)} ` +
      withoutControls(facts.message),
    MAIN,
    facts.kind === 'syntax' ? 'smtp_syntax_error' : 'smtp_protocol_error',
  );
}

/** What AUTH begins with may be a password in all but clear. Deviates from Exim, which logs it. */
const withoutSecret = (line: string): string => line.replace(/^(\s*auth\s+\S+\s+)\S.*$/is, '$1****');

export interface DroppedFacts extends Pick<NoMailFacts, 'commands' | 'commandsCut'> {
  readonly host: HostFacts;
  readonly why: 'errors' | 'nonmail' | 'unrecognized';
  /** The line that was one too many. */
  readonly line: string;
}

/** `SMTP call from … dropped: too many …`. */
export function droppedEntry(given: DroppedFacts, format: LogFormat): LogEntry {
  const facts = { ...given, line: withoutSecret(given.line) };
  const { host, why } = facts;
  const line = printable(facts.line, format);
  const begin = `SMTP call from ${hostAndIdent(host, format, false)} dropped: too many`;
  const text = {
    errors: `${begin} syntax or protocol errors (last command was "${line}", ${commandsField(facts) || 'NULL'})`,
    nonmail: `${begin} nonmail commands (last was "${/^\S*/.exec(line)![0]}")`,
    unrecognized: `${begin} unrecognized commands (last was "${line}")`,
  }[why];
  return entry('dropped', facts, text, MAIN_AND_REJECT);
}

export interface HelloFacts {
  readonly host: HostFacts;
  readonly verb: 'HELO' | 'EHLO';
  /** As given; empty when nothing was. */
  readonly argument: string;
  /** It is not of the right form, or not of the calling host (for now: it could not be found out). */
  readonly why: 'syntax' | 'mismatch' | 'mismatch-temporary';
}

export function helloEntry(facts: HelloFacts, format: LogFormat): LogEntry {
  const { verb, argument, why } = facts;
  const who = hostAndIdent(facts.host, format, false);
  const given = printable(argument, format);
  const text =
    why === 'syntax'
      ? `rejected ${verb} from ${who}: syntactically invalid argument(s): ${given === '' ? '(no argument given)' : given}`
      : `${why === 'mismatch' ? '' : 'temporarily '}rejected "${verb} ${given}" from ${who}`;
  return entry('hello-rejected', facts, text, MAIN_AND_REJECT);
}

export interface UnqualifiedFacts {
  readonly host: HostFacts;
  /** `verify`: in VRFY or EXPN. */
  readonly what: 'sender' | 'recipient' | 'verify';
  readonly address: string;
  /** ` (failed to find host name …)`: why the host's name is not known. */
  readonly lookup?: string;
}

export const unqualifiedEntry = (facts: UnqualifiedFacts, format: LogFormat): LogEntry =>
  entry(
    'unqualified',
    facts,
    `unqualified ${facts.what} rejected: <${withoutControls(facts.address)}> ` +
      `${hostAndIdent(facts.host, format)}${facts.lookup ?? ''}`,
    MAIN_AND_REJECT,
    'smtp_syntax_error',
  );

/** MAIL before HELO where `hosts_require_helo` wants one. */
export const noHelloEntry = (facts: { readonly host: HostFacts }, format: LogFormat): LogEntry =>
  entry(
    'no-hello',
    facts,
    `rejected MAIL from ${hostAndIdent(facts.host, format, false)}: no HELO/EHLO given`,
    MAIN_AND_REJECT,
  );

/** More MAIL commands than `smtp_accept_max_per_connection`. */
export const tooManyMessagesEntry = (facts: { readonly host: HostFacts }, format: LogFormat): LogEntry =>
  entry(
    'too-many-messages',
    facts,
    `rejected MAIL command ${hostAndIdent(facts.host, format)}: too many messages in one connection`,
    MAIN_AND_REJECT,
  );

export interface TooManyRecipientsFacts {
  readonly host: HostFacts;
  readonly sender: string;
  /** `recipients_max_reject`: the message is refused; else those beyond the limit are put off. */
  readonly reject: boolean;
}

export const tooManyRecipientsEntry = (facts: TooManyRecipientsFacts, format: LogFormat): LogEntry =>
  entry(
    'too-many-recipients',
    facts,
    `too many recipients: ${facts.reject ? 'message rejected' : 'excess temporarily rejected'}: ` +
      `sender=<${withoutControls(facts.sender)}> ${hostAndIdent(facts.host, format)}`,
    MAIN_AND_REJECT,
  );

export interface TooLargeFacts {
  readonly host: HostFacts;
  readonly sender: string;
  /** SIZE= of the MAIL command, or what was read until it was too much. */
  readonly sizeBytes: number;
  readonly limitBytes: number;
  readonly at: 'MAIL' | 'DATA';
  /** Of a message, for the reject log. */
  readonly below?: RejectedMessage;
}

/** Exim reads no greater number. */
const MAX_SIZE = 2_147_483_647;
const sizeText = (octets: number): string => (octets >= MAX_SIZE ? `size>=${MAX_SIZE}` : `size=${octets}`);

export function tooLargeEntry(facts: TooLargeFacts, format: LogFormat): LogEntry {
  const { sizeBytes, limitBytes } = facts;
  const sender = withoutControls(facts.sender);
  const who = facts.at === 'MAIL' ? hostAndIdent(facts.host, format) : plainHost(facts.host, format);
  const text =
    facts.at === 'MAIL'
      ? `rejected MAIL FROM:<${sender}> ${who}: message too big: ${sizeText(sizeBytes)} max=${limitBytes}`
      : `rejected from <${sender}> ${who}: message too big: read=${sizeBytes} max=${limitBytes}`;
  return withBelow(entry('too-large', facts, text, MAIN_AND_REJECT, 'size_reject'), facts.below);
}

/** Where the message itself is at fault, the interface is not named. */
function plainHost(host: HostFacts, format: LogFormat): string {
  const { interface: _interface, ...rest } = host;
  return hostAndIdent(rest, format);
}

export interface IncompleteFacts {
  readonly host: HostFacts;
  readonly sender: string;
  readonly recipients: readonly string[];
  /** What ended it: `RSET`, `QUIT`, `connection lost`, … */
  readonly why: string;
}

/** A mail transaction that ended before its data, under smtp_incomplete_transaction. */
export function incompleteEntry(facts: IncompleteFacts, format: LogFormat): LogEntry {
  const recipients = facts.recipients.length === 0 ? '' : ` for ${facts.recipients.join(' ')}`;
  const text = `${hostAndIdent(facts.host, format)} incomplete transaction (${facts.why}) from <${facts.sender}>${recipients}`;
  return entry('incomplete', facts, withoutControls(text), MAIN, 'smtp_incomplete_transaction');
}

export interface AbandonedFacts {
  readonly host: HostFacts;
  readonly sender: string;
  /** `Too many "Received" headers`, `header section too long received`, … */
  readonly why: string;
  readonly below?: LogEntry['below'];
}

/** A message refused for what is in it, whatever the policy. */
export function messageRejectedEntry(facts: AbandonedFacts, format: LogFormat): LogEntry {
  const { host, sender, why, below } = facts;
  const text = `rejected from <${withoutControls(sender)}> ${plainHost(host, format)}: ${withoutControls(why)}`;
  const made = entry('message-rejected', facts, text, MAIN_AND_REJECT);
  return below === undefined ? made : { ...made, below };
}

/** An ETRN command, before its ACL is asked. */
export const etrnEntry = (
  facts: { readonly host: HostFacts; readonly argument: string },
  format: LogFormat,
): LogEntry =>
  entry(
    'etrn',
    facts,
    `ETRN ${printable(facts.argument, format)} received from ${hostAndIdent(facts.host, format, false)}`,
    MAIN,
    'etrn',
  );
