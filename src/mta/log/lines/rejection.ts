/** Refusals by policy: what an ACL said no to, senders that do not verify, authentication that failed. */
import {
  entry,
  type LogEntry,
  type LogFormat,
  type LogName,
  MAIN,
  MAIN_AND_REJECT,
  type RejectedMessage,
} from '../entry.ts';
import { printable, withoutControls } from '../printing.ts';
import { type HostFacts, hostAndIdent } from './host.ts';
import { type AuthFacts, type TlsFacts, tlsFields } from './tls.ts';

export interface RejectionFacts {
  readonly host: HostFacts;
  readonly tls?: TlsFacts;
  readonly auth?: AuthFacts;
  /** Refused for now. */
  readonly temporary?: boolean;
  readonly what: RejectedWhat;
  /** Envelope sender, before rewriting; shown for RCPT, DATA and MIME. */
  readonly sender?: string;
  /** Its first line is logged. */
  readonly message?: string;
  /** `log_reject_target`; main and reject when absent. */
  readonly targets?: readonly LogName[];
  /** After DATA. */
  readonly below?: RejectedMessage;
}

/** Where the ACL ran. */
export type RejectedWhat =
  | { readonly at: 'connect' }
  /** A command with what the client gave it, unread (`RCPT <ann@example.org>`). */
  | {
      readonly at:
        | 'EHLO or HELO'
        | 'STARTTLS'
        | 'AUTH'
        | 'MAIL'
        | 'MAILAUTH'
        | 'RCPT'
        | 'ETRN'
        | 'VRFY'
        | 'EXPN'
        | 'QUIT'
        | 'ATRN'
        | 'WELLKNOWN';
      readonly argument: string;
    }
  | { readonly at: 'predata' | 'data' | 'prdr' | 'mime' | 'dkim' | 'not-smtp' };

/** `H=… [F=<…> [A=…]] [temporarily ]rejected RCPT <…>: text`. */
export function rejectionEntry(facts: RejectionFacts, format: LogFormat): LogEntry {
  const { host, what, temporary = false, targets = MAIN_AND_REJECT } = facts;
  const secured = format.selectors.has('dnssec') && host.dnssec === true ? ' DS' : '';
  const who = what.at === 'not-smtp' ? '' : `${secured}${hostAndIdent(host, format)}${tlsFields(facts.tls, format)} `;
  const text =
    `${who}${senderField(facts)}` +
    `${temporary ? 'temporarily ' : ''}rejected ${rejectedWhat(what)}${firstLine(facts.message)}`;
  const selector = what.at === 'connect' ? 'connection_reject' : undefined;
  return withBelow(entry('rejection', facts, withoutControls(text), targets, selector), facts.below);
}

/** The message itself, beside the line in the reject log. */
export const withBelow = (made: LogEntry, below: RejectedMessage | undefined): LogEntry =>
  below === undefined ? made : { ...made, below };

function senderField({ what, sender, auth }: RejectionFacts): string {
  if (what.at !== 'RCPT' && what.at !== 'data' && what.at !== 'mime' && what.at !== 'not-smtp') return '';
  const by = auth === undefined ? '' : ` A=${auth.name}${auth.id === undefined ? '' : `:${auth.id}`}`;
  return `F=<${sender ?? ''}>${by} `;
}

function rejectedWhat(what: RejectedWhat): string {
  switch (what.at) {
    case 'connect':
      return 'connection in "connect" ACL';
    case 'predata':
      return 'DATA';
    case 'data':
      return 'after DATA';
    case 'not-smtp':
      return 'by non-SMTP ACL';
    case 'prdr':
      return 'after DATA PRDR';
    case 'mime':
      return 'during MIME ACL checks';
    case 'dkim':
      return 'DKIM '; // and an argument, which it has not
    case 'AUTH': // what follows the mechanism may be a password
      return `AUTH ${/^\S*/.exec(what.argument)![0]}`;
    default:
      return `${what.at} ${what.argument.slice(0, MAX_ARGUMENT)}`;
  }
}

const MAX_ARGUMENT = 100;

const firstLine = (message: string | undefined): string =>
  message === undefined ? '' : `: ${message.split('\n', 1)[0]}`;

export interface SenderVerifyFacts {
  readonly host: HostFacts;
  readonly address: string;
  readonly deferred: boolean;
  readonly message?: string | undefined;
  /** Once the message has come. */
  readonly below?: RejectedMessage | undefined;
}

/** Before the refusal it leads to. Undefined where failures are not logged. */
export function senderVerifyEntry(facts: SenderVerifyFacts, format: LogFormat): LogEntry | undefined {
  if (!facts.deferred && !format.selectors.has('sender_verify_fail')) return undefined;
  const { host, deferred, address, message } = facts;
  const text = `${hostAndIdent(host, format)} sender verify ${deferred ? 'defer' : 'fail'} for <${address}>`;
  const why = message === undefined ? '' : `: ${message}`;
  return withBelow(entry('sender-verify', facts, withoutControls(text + why), MAIN_AND_REJECT), facts.below);
}

export interface AuthFailureFacts {
  readonly host: HostFacts;
  /** The authenticator's name. */
  readonly authenticator: string;
  /** `535 Incorrect authentication data`, with set_id and what else is told only here. */
  readonly message: string;
}

export const authFailureEntry = (facts: AuthFailureFacts, format: LogFormat): LogEntry =>
  entry(
    'auth-failure',
    facts,
    `${facts.authenticator} authenticator failed for ${hostAndIdent(facts.host, format, false)}: ` +
      withoutControls(facts.message),
    MAIN_AND_REJECT,
  );

export interface DiscardFacts {
  readonly host: HostFacts;
  readonly sender: string;
  /** `RCPT <…>` is written as given; absent for a whole message. */
  readonly recipient?: string;
  /** The ACL that did it: `RCPT`, `MAIL`, `DATA`. */
  readonly acl: string;
  readonly message?: string;
}

/** A recipient that was accepted and thrown away. */
export const discardEntry = (facts: DiscardFacts, format: LogFormat): LogEntry =>
  entry(
    'discard',
    facts,
    withoutControls(
      `${hostAndIdent(facts.host, format)} F=<${facts.sender}>` +
        `${facts.recipient === undefined ? '' : ` RCPT ${facts.recipient}:`} discarded by ${facts.acl} ACL` +
        (facts.message === undefined ? '' : `: ${facts.message}`),
    ),
    MAIN_AND_REJECT,
  );

export interface WarningFacts {
  readonly host: HostFacts;
  readonly message: string;
  /** `logwrite` may name other logs. */
  readonly targets?: readonly LogName[];
}

/** `H=… Warning: text`, by a warn statement with log_message. */
export const warningEntry = (facts: WarningFacts, format: LogFormat): LogEntry =>
  entry(
    'warning',
    facts,
    `${hostAndIdent(facts.host, format)} Warning: ${printable(facts.message, format)}`,
    facts.targets ?? MAIN,
  );

/** `logwrite = :main,reject: text`. */
export const writtenEntry = (facts: Omit<WarningFacts, 'host'>, format: LogFormat): LogEntry =>
  entry('logwrite', facts, printable(facts.message, format), facts.targets ?? MAIN);
