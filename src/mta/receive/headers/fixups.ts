/** What a message gets on its way in that its sender did not give it (Exim spec ch. "Message processing"). */
import { after, type Later } from '../../expand/index.ts';
import type { HeaderLine } from '../../facts/index.ts';
import { rewriteFields, rewriteRecipients, rewriteSender, rewritesAny } from '../rewriting.ts';
import type { Session } from '../session.ts';
import { headerLine, isField } from './parse.ts';
import { mailDate } from './received.ts';
import { prefixOf, senderFixups, withFullFrom } from './sender.ts';

/** Fields of the last leg of an earlier journey. */
const OLD: readonly (readonly [name: string, option: string])[] = [
  ['return-path', 'return_path_remove'],
  ['delivery-date', 'delivery_date_remove'],
  ['envelope-to', 'envelope_to_remove'],
];

export function removeOld({ shared: { options } }: Session, headers: readonly HeaderLine[]): readonly HeaderLine[] {
  const isOld = ({ text }: HeaderLine): boolean =>
    OLD.some(([name, option]) => isField(text, name) && options.flag(option));
  return headers.some(isOld) ? headers.map((header) => (isOld(header) ? { ...header, letter: '*' } : header)) : headers;
}

/**
 * Of this host's own, or of somebody who submits: the message is completed; else it stays as it came. Addresses are
 * rewritten in between: a sender that From is made of is the one that was said.
 */
export function completeHeaders(session: Session, headers: readonly HeaderLine[]): Later<readonly HeaderLine[]> {
  const { submission, suppressesFixups } = session.messageControls;
  const isLocal = session.connection.client === undefined && session.local?.keepsAsIs !== true;
  const isCompleted = submission !== undefined || (isLocal && !suppressesFixups);
  const kept = removeOld(session, headers);
  if (!isCompleted) return rewritesAny(session) ? inTurn(session, kept, UNCOMPLETED) : kept;
  return inTurn(session, kept, COMPLETED);
}

type Step = (session: Session, headers: readonly HeaderLine[]) => Later<readonly HeaderLine[]>;

function inTurn(session: Session, headers: readonly HeaderLine[], steps: readonly Step[]): ReturnType<Step> {
  const [step, ...rest] = steps;
  return step === undefined ? headers : after(step(session, headers), (more) => inTurn(session, more, rest));
}

const has = (headers: readonly HeaderLine[], name: string): boolean =>
  headers.some(({ letter, text }) => letter !== '*' && isField(text, name));

function withMessageId(session: Session, headers: readonly HeaderLine[]): Later<readonly HeaderLine[]> {
  const prefix = prefixOf(headers);
  if (has(headers, `${prefix}message-id`.toLowerCase())) return headers;
  return after(session.expanded('message_id_header_text'), (text) =>
    after(session.expanded('message_id_header_domain'), (domain) => {
      const more = text?.kind === 'text' && text.text !== '' ? `.${legalWord(text.text)}` : '';
      const host = domain?.kind === 'text' && domain.text !== '' ? domain.text : session.facts.primaryHostname;
      session.madeMessageId = true;
      return withField(headers, `${prefix}Message-Id: <E${session.message?.id ?? ''}${more}@${host}>\n`);
    }),
  );
}

/** At the end; of a resending, at the top, where its block is (RFC 5322 §3.6.6). */
const withField = (headers: readonly HeaderLine[], text: string): readonly HeaderLine[] =>
  text.startsWith('Resent-') ? [headerLine(text), ...headers] : [...headers, headerLine(text)];

/** What may not stand in an id becomes a hyphen (RFC 5322 §3.6.4). */
const legalWord = (text: string): string => text.replace(/[^A-Za-z0-9!#$%&'*+/=?^_`{|}~-]/g, '-');

function withDate(session: Session, headers: readonly HeaderLine[]): Later<readonly HeaderLine[]> {
  const prefix = prefixOf(headers);
  if (has(headers, `${prefix}date`.toLowerCase())) return headers;
  return after(mailDate(session), (date) => withField(headers, `${prefix}Date: ${date}\n`));
}

const UNCOMPLETED: readonly Step[] = [rewriteRecipients, rewriteSender, rewriteFields];
const COMPLETED: readonly Step[] = [
  withFullFrom,
  withMessageId,
  rewriteRecipients,
  senderFixups,
  rewriteSender,
  rewriteFields,
  withDate,
];
