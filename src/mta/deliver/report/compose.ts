/** A report as a message: headers, words for people, fields for programs, the original (RFC 6522, RFC 3464). */

import type { Returned } from '../../../core/dsn/index.ts';
import type { GeneratedMessage } from '../../transport/index.ts';
import { expanded, textOption } from '../options.ts';
import { NO_VARIABLES, nowOf, type Round } from '../round.ts';
import { localized } from './languages.ts';
import { type OriginalPart, originalPart } from './original.ts';
import { type StatusGroup, statusPart } from './status-part.ts';

export interface Report {
  /** Nobody to tell: the log says so. */
  readonly to: readonly string[];
  readonly copies?: readonly string[];
  /** Its fields, whole lines, of those that are the same for all reports: programs know each kind by its order. */
  readonly header: (usual: UsualFields) => string;
  readonly words: string;
  /** Behind the words, whose they are not. */
  readonly appended?: string;
  /** An administrator's own words: they are in the right language. */
  readonly isCustom?: boolean;
  readonly groups: readonly StatusGroup[];
  readonly mayBeWhole: boolean;
}

export interface UsualFields {
  readonly from: string;
  readonly to: string;
  /** `errors_reply_to`; empty where it is not set. */
  readonly replyTo: string;
  /** Empty where there is nothing to refer to. */
  readonly references: string;
  /** Content-Type and MIME-Version. */
  readonly content: string;
  /** In the language that is wanted; absent: the usual one. */
  readonly subject: string | undefined;
}

export async function composeReport(round: Round, report: Report): Promise<GeneratedMessage> {
  const { ports, stored } = round;
  const seconds = Math.floor(nowOf(round) / 1000);
  const boundary = `${seconds}-eximdsn-${ports.random.below(2 ** 31)}`;
  const from = await expanded(ports.configuration, 'dsn_from', round.host(NO_VARIABLES), round.complain);
  const reply = textOption(ports.configuration, 'errors_reply_to');
  const original = originalPart(round, report.mayBeWhole);
  const usual = `Mail Delivery System <Mailer-Daemon@${textOption(ports.configuration, 'qualify_domain') ?? ports.primaryHostname}>`;
  const { words, appended = '', isCustom = false, groups } = report;
  const own = isCustom ? undefined : await localized(round, groups, returnedAs(original), appended);
  const head = report.header({
    subject: own?.subject,
    from: `From: ${from ?? usual}\n`,
    to: `To: ${report.to.join(',')}\n`,
    replyTo: reply === undefined ? '' : `Reply-To: ${reply}\n`,
    references: references(stored),
    content: `Content-Type: multipart/report; report-type=delivery-status; boundary=${boundary}\nMIME-Version: 1.0\n`,
  });
  return {
    sender: '',
    recipients: [...report.to, ...(report.copies ?? [])].filter((one) => one !== ''),
    text: octetsOf(
      `${head}\n`,
      boundary,
      own?.part ?? `Content-type: text/plain; charset=us-ascii\n\n${words}${appended}`,
      statusPart(round, groups),
      original,
      statusType(round),
    ),
    referenceId: stored.id,
    isReport: true,
  };
}

const returnedAs = ({ type }: OriginalPart): Returned => (type.endsWith('headers') ? 'headers' : 'full');

const statusType = ({ stored }: Round): string =>
  stored.flags?.smtpUtf8 === true ? 'message/global-delivery-status' : 'message/delivery-status';

/** Its Message-ID, with what it refers to itself. */
export function references(stored: Round['stored']): string {
  const value = (name: string): string | undefined => {
    const found = stored.headers.find(
      ({ letter, text }) => letter !== '*' && text.toLowerCase().startsWith(`${name}:`),
    );
    return found?.text.slice(name.length + 1).trim();
  };
  const id = value('message-id');
  const before = (value('references') ?? value('in-reply-to'))?.match(/<[^<>\s]+>/g) ?? [];
  if (id === undefined && before.length === 0) return '';
  return `References: ${[...threadOf(before), ...(id === undefined ? [] : [id])].join(' ')}\n`;
}

/** The root of the thread, and where in it: so many at most. */
const MAX_REFERENCES = 12;

const threadOf = (ids: readonly string[]): readonly string[] =>
  ids.length <= MAX_REFERENCES ? ids : [ids[0]!, ...ids.slice(1 - MAX_REFERENCES)];

async function* octetsOf(
  head: string,
  boundary: string,
  words: string,
  status: string,
  original: OriginalPart,
  type: string,
): AsyncIterable<Uint8Array> {
  yield octets(
    `${head}--${boundary}\n${words}\n` +
      `--${boundary}\nContent-type: ${type}\n\n${status}` +
      `--${boundary}\nContent-type: ${original.type}\n\n`,
  );
  yield* original.parts();
  yield octets(`\n--${boundary}--\n`);
}

const octets = (text: string): Uint8Array => Buffer.from(text, 'latin1');
