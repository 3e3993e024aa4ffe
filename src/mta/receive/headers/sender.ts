/** From and Sender of a message that is submitted here: nobody says he is another without its being told. */

import { quoteLocalPart, readList } from '../../expand/index.ts';
import type { HeaderLine } from '../../facts/index.ts';
import { entry, MAIN } from '../../log/index.ts';
import { phraseOf } from '../../mailbox/index.ts';
import { findPrefix, findSuffix } from '../../route/index.ts';
import type { Session } from '../session.ts';
import { addressesIn } from './addresses.ts';
import { fieldName, fieldValue, headerLine } from './parse.ts';

export function senderFixups(session: Session, headers: readonly HeaderLine[]): readonly HeaderLine[] {
  const submitter = submitterOf(session);
  const { submission } = session.messageControls;
  const { options } = session.shared;
  const retained =
    submission === undefined || submission.submission.retainSender === true || options.flag('local_sender_retain');
  if (submitter === undefined)
    return withFrom(session, retained ? headers : withoutSender(headers), session.message?.sender ?? '');
  const said = session.message?.unrewritten ?? session.message?.sender ?? '';
  const named = withFrom(session, headers, submission !== undefined && said === '' ? submitter : said);
  if (submission?.submission.retainSender === true) return named;
  if (submission === undefined && !options.flag('local_from_check'))
    return options.flag('local_sender_retain') ? named : withoutSender(named);
  const prefix = prefixOf(named);
  const from = named.findLast(
    ({ letter, text }) => letter !== '*' && fieldName(text) === `${prefix}from`.toLowerCase(),
  );
  const without = withoutSender(named);
  if (submission !== undefined) sendAs(session, submitter);
  if (from !== undefined && isFrom(session, from, submitter)) return without;
  return [...without, headerLine(`${prefix}Sender: ${withCallersName(session, submitter)}\n`)];
}

/** Who submits is who sends, unless nobody is to be told of failures. */
function sendAs(session: Session, submitter: string): void {
  const { message } = session;
  if (message === undefined || message.sender === '') return;
  message.unrewritten ??= message.sender;
  message.sender = submitter;
  if (message.unrewritten === submitter) return;
  const text = `"${message.unrewritten}" from env-from rewritten as "${submitter}" by submission mode`;
  session.log(entry('rewritten', {}, text, MAIN, 'address_rewrite'));
}

function withoutSender(headers: readonly HeaderLine[]): readonly HeaderLine[] {
  const name = `${prefixOf(headers)}sender`.toLowerCase();
  return headers.map((line) => (fieldName(line.text) === name ? { ...line, letter: '*' } : line));
}

/** The bare login of the caller, as From has it, is his address. */
export function withFullFrom({ local, shared }: Session, headers: readonly HeaderLine[]): readonly HeaderLine[] {
  const name = `${prefixOf(headers)}From`;
  const isLogin = ({ letter, text }: HeaderLine): boolean =>
    letter !== '*' && fieldName(text) === name.toLowerCase() && fieldValue(text).toLowerCase() === local?.login;
  if (local === undefined || !headers.some(isLogin)) return headers;
  const address = `${local.login}@${shared.options.text('qualify_domain') ?? ''}`;
  const kept = headers.map((line) => (isLogin(line) ? { ...line, letter: '*' } : line));
  return [...kept, headerLine(`${name}: ${local.fullName} <${address}>\n`)];
}

/** `Resent-` where any field is of a resending. */
export const prefixOf = (headers: readonly HeaderLine[]): string =>
  headers.some(({ letter, text }) => letter !== '*' && fieldName(text).startsWith('resent-')) ? 'Resent-' : '';

/** Who submits: the login of a local caller, or who has authenticated. */
function submitterOf(session: Session): string | undefined {
  const { connection, messageControls, shared, local } = session;
  const domain = shared.options.text('qualify_domain') ?? session.facts.primaryHostname;
  const { submission } = messageControls;
  if (submission === undefined) return local === undefined || local.isTrusted ? undefined : `${local.login}@${domain}`;
  const id = connection.auth?.id;
  if (id === undefined) return undefined;
  const own = submission.submission.domain;
  if (own === '') return id;
  return `${quoteLocalPart(id)}@${own ?? domain}`;
}

/** A message has an author (RFC 5322 §3.6). */
function withFrom(session: Session, headers: readonly HeaderLine[], sender: string): readonly HeaderLine[] {
  const prefix = prefixOf(headers);
  const name = `${prefix}from`.toLowerCase();
  if (headers.some(({ letter, text }) => letter !== '*' && fieldName(text) === name)) return headers;
  const { local, shared, facts } = session;
  const own = `${local?.login ?? ''}@${shared.options.text('qualify_domain') ?? facts.primaryHostname}`;
  const address = sender === '' && local?.namesFrom === true ? own : sender;
  return address === '' ? headers : [...headers, headerLine(`${prefix}From: ${fromText(session, address)}\n`)];
}

function fromText(session: Session, address: string): string {
  const { submission } = session.messageControls;
  if (submission !== undefined) return withName(phraseOf(submission.submission.fullName ?? ''), address);
  return session.local?.namesFrom === true ? withName(session.local.fullName, address) : address;
}

const withCallersName = ({ local, messageControls: { submission } }: Session, address: string): string =>
  withName(
    submission === undefined ? (local?.fullName ?? '') : phraseOf(submission.submission.fullName ?? ''),
    address,
  );

const withName = (name: string, address: string): string => (name === '' ? address : `${name} <${address}>`);

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
  const prefix = findPrefix(localPart, itemsOf(options.text('local_from_prefix')))?.text ?? '';
  const rest = localPart.slice(prefix.length);
  const suffix = findSuffix(rest, itemsOf(options.text('local_from_suffix')))?.text ?? '';
  return rest.slice(0, rest.length - suffix.length);
}

const itemsOf = (list: string | undefined): readonly string[] =>
  readList(list ?? '').items.filter((item) => item !== '');
