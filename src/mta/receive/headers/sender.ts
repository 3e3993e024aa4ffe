/** From and Sender of a message that is submitted here: nobody says he is another without its being told. */

import type { HeaderLine } from '../../facts/index.ts';
import type { Session } from '../session.ts';
import { addressesIn } from './addresses.ts';
import { fieldName, fieldValue, headerLine } from './parse.ts';

export function senderFixups(session: Session, headers: readonly HeaderLine[]): readonly HeaderLine[] {
  const submitter = submitterOf(session);
  if (submitter === undefined) return withFrom(session, headers, session.message?.sender ?? '');
  const { submission } = session.messageControls;
  const named = withFrom(session, headers, submitter);
  if (submission?.submission.retainSender === true || retains(session)) return named;
  const from = named.find(({ letter, text }) => letter !== '*' && fieldName(text) === 'from');
  const without = named.map((line) => (fieldName(line.text) === 'sender' ? { ...line, letter: '*' } : line));
  if (from !== undefined && isFrom(session, from, submitter)) return without;
  if (submission !== undefined && session.message !== undefined) session.message.sender = submitter;
  return [...without, headerLine(`Sender: ${submitter}\n`)];
}

/** Who submits: the login of a local caller, or who has authenticated. */
function submitterOf(session: Session): string | undefined {
  const { connection, messageControls, shared } = session;
  const domain = shared.options.text('qualify_domain') ?? session.facts.primaryHostname;
  const { submission } = messageControls;
  if (submission === undefined)
    return connection.ident === undefined || session.isTrusted ? undefined : `${connection.ident}@${domain}`;
  const id = connection.auth?.id;
  if (id === undefined) return undefined;
  const own = submission.submission.domain;
  if (own === '') return id;
  return `${id}@${own ?? domain}`;
}

const retains = ({ shared: { options }, messageControls }: Session): boolean =>
  messageControls.submission === undefined && !options.flag('local_from_check');

/** A message has an author (RFC 5322 §3.6). */
function withFrom(session: Session, headers: readonly HeaderLine[], address: string): readonly HeaderLine[] {
  const isThere = headers.some(({ letter, text }) => letter !== '*' && /^(?:resent-)?from$/.test(fieldName(text)));
  if (isThere || address === '') return headers;
  const name = session.messageControls.submission?.submission.fullName;
  return [...headers, headerLine(`From: ${name === undefined ? address : `${name} <${address}>`}\n`)];
}

/** Prefixes and suffixes of the local part that are the caller's own do not matter. */
function isFrom(session: Session, from: HeaderLine, submitter: string): boolean {
  const addresses = addressesIn(fieldValue(from.text));
  if (addresses.length !== 1) return false;
  const [address] = addresses;
  if (address!.toLowerCase() === submitter.toLowerCase()) return true;
  const at = address!.lastIndexOf('@');
  const bare = withoutAffixes(session, address!.slice(0, at)) + address!.slice(at);
  return bare.toLowerCase() === submitter.toLowerCase();
}

function withoutAffixes({ shared: { options } }: Session, localPart: string): string {
  const prefix = patternOf(options.text('local_from_prefix'), (text) => localPart.startsWith(text));
  const rest = localPart.slice(prefix?.length ?? 0);
  const suffix = patternOf(options.text('local_from_suffix'), (text) => rest.endsWith(text));
  return rest.slice(0, rest.length - (suffix?.length ?? 0));
}

const patternOf = (list: string | undefined, fits: (text: string) => boolean): string | undefined =>
  list
    ?.split(':')
    .map((item) => item.trim())
    .find((item) => item !== '' && fits(item));
