/** Addresses of a message rewritten by the rules of the configuration (Exim spec ch. 31), and completed where they may be. */
import { mailboxOptions } from '../config/index.ts';
import { after, type Later } from '../expand/index.ts';
import type { HeaderLine } from '../facts/index.ts';
import { entry, MAIN } from '../log/index.ts';
import { type Place, placeOfHeader, type RewriteWorld, rewriteAddress, rewriteHeader } from '../rewrite/index.ts';
import { fieldName, headerLine } from './headers/parse.ts';
import type { Session } from './session.ts';

/** What MAIL and RCPT say, before it is read: as it is written there, brackets and all (flag S). */
export const rewriteSaid = (session: Session, said: string, place: 'smtp-sender' | 'smtp-recipient'): Later<string> =>
  hasRules(session)
    ? after(rewriteAddress(said, place, worldOf(session)), ({ address }) => (address === '' ? '<>' : address))
    : said;

/** What each address was before a rule made it another is kept in a field that is not delivered. */
type Rewrite = (session: Session, headers: readonly HeaderLine[]) => Later<readonly HeaderLine[]>;

/** Once the header has come. */
export const rewriteRecipients: Rewrite = (session, headers) => {
  if (session.message === undefined || !hasRules(session)) return headers;
  const record: HeaderLine[] = [];
  const world = { ...worldOf(session), was: recorder('original-recipient', record) };
  return after(rewriteRecipient(session, world, 0), () => [...headers, ...record]);
};

/** Unless its verification has done so. */
export const rewriteSender: Rewrite = (session, headers) => {
  const { message } = session;
  if (message === undefined || message.sender === '' || !hasRules(session)) return headers;
  if (message.unrewritten !== undefined) return headers;
  const record: HeaderLine[] = [];
  const world = { ...worldOf(session), was: recorder('sender', record) };
  return after(rewriteAddress(message.sender, 'env-from', world), ({ address }) => {
    message.sender = address;
    return [...headers, ...record];
  });
};

const recorder =
  (what: string, record: HeaderLine[]): ((address: string) => void) =>
  (address) =>
    void record.push({ letter: '*', text: `X-rewrote-${what}: ${address}\n` });

function rewriteRecipient(session: Session, world: RewriteWorld, index: number): Later<void> {
  const { recipients } = session.message!;
  const recipient = recipients[index];
  if (recipient === undefined) return undefined;
  return after(rewriteAddress(recipient.address, 'env-to', world), ({ address }) => {
    if (address !== recipient.address) recipients[index] = { ...recipient, address, said: recipient.address };
    return rewriteRecipient(session, world, index + 1);
  });
}

/** A field that has changed is kept beside the new one, for the record. */
export function rewriteFields(session: Session, headers: readonly HeaderLine[]): Later<readonly HeaderLine[]> {
  if (!rewritesAny(session)) return headers;
  return rewriteFrom(session, worldOf(session), headers, []);
}

function rewriteFrom(
  session: Session,
  world: RewriteWorld,
  headers: readonly HeaderLine[],
  done: readonly HeaderLine[],
): Later<readonly HeaderLine[]> {
  const [line, ...rest] = headers;
  if (line === undefined) return done;
  return after(rewriteLine(session, world, line), (made) =>
    rewriteFrom(session, world, rest, made === line ? [...done, line] : [...done, { ...line, letter: '*' }, made]),
  );
}

function rewriteLine(session: Session, world: RewriteWorld, line: HeaderLine): Later<HeaderLine> {
  const place = line.letter === '*' ? undefined : placeOfHeader(fieldName(line.text));
  if (place === undefined) return line;
  const colon = line.text.indexOf(':') + 1;
  const value = line.text.slice(colon);
  let isRewritten = false; // an address may become what it was, and the field counts as changed
  const was = (): void => {
    isRewritten = true;
  };
  const watching = { ...world, was };
  return after(rewriteHeader(value, { place, column: colon }, watching, qualifierFor(session, place)), (made) =>
    made === value && !isRewritten ? line : headerLine(line.text.slice(0, colon) + made),
  );
}

/** Addresses without a domain get ours, where the client may leave it out. */
function qualifierFor({ shared: { options }, completesHeaders, facts }: Session, place: Place) {
  const kind = SENDERS.has(place) ? 'sender' : 'recipient';
  if (!completesHeaders[kind]) return undefined;
  const option = kind === 'sender' ? 'qualify_domain' : 'qualify_recipient';
  const domain = options.text(option) ?? facts.primaryHostname;
  return (localPart: string): string => `${localPart}@${domain}`;
}

const SENDERS: ReadonlySet<Place> = new Set(['sender', 'from', 'reply-to']);

/** Is there anything that could become another? */
export const rewritesAny = (session: Session): boolean =>
  hasRules(session) || session.completesHeaders.sender || session.completesHeaders.recipient;

const hasRules = ({ shared }: Session): boolean => shared.ports.configuration.rewrite.length > 0;

function worldOf(session: Session): RewriteWorld {
  const { host, shared, facts } = session;
  return {
    rules: shared.ports.configuration.rewrite,
    charset: shared.options.text('headers_charset'),
    mailbox: mailboxOptions(shared.ports.configuration),
    host: (variables) => ({ ...host, variable: (name) => variables(name) ?? host.variable(name) }),
    qualifyDomain: () => shared.options.text('qualify_domain') ?? facts.primaryHostname,
    log: (line, kind) => {
      if (kind === 'mistake' || kind === 'fatal') session.logTrouble(line);
      else if (kind === 'malformed') session.log(entry('rewritten', {}, line, MAIN));
      else session.log(entry('rewritten', {}, line, MAIN, 'address_rewrite'));
    },
  };
}
