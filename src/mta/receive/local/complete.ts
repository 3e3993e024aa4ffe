/** What a local user's message is asked before it is judged: who it is from, and, with `-t`, to whom it goes. */

import { mailboxOptions } from '../../config/index.ts';
import { after, type Later } from '../../expand/index.ts';
import type { HeaderLine } from '../../facts/index.ts';
import { entry, MAIN, MAIN_AND_PANIC, tooLargeEntry } from '../../log/index.ts';
import type { Incoming } from '../intake/intake.ts';
import { rejectedMessage } from '../log-facts.ts';
import { recipientLimit } from '../recipient-limit.ts';
import type { Session } from '../session.ts';
import { extractRecipients } from './extract.ts';
import type { BadAddress, LocalFault } from './fault.ts';

/** What stands in the way, told once the header is whole. */
export interface Prepared {
  readonly headers: readonly HeaderLine[];
  readonly faults: readonly LocalFault[];
}

export function prepareLocal(session: Session, headers: readonly HeaderLine[]): Later<Prepared> {
  const { local } = session;
  if (local === undefined) return { headers, faults: [] };
  const { extraction } = local;
  return after(forceSender(session), () =>
    extraction === undefined
      ? { headers, faults: [] }
      : after(recipientLimit(session), (most) => extract(session, headers, { ...extraction, most })),
  );
}

/** Over SMTP a caller who is not trusted says who he is in vain. */
function forceSender({ local, message }: Session): Later<void> {
  if (local?.forcedSender === undefined || message === undefined) return;
  const { forcedSender } = local;
  return after(local.maySend?.(message.sender), (may) => {
    if (may !== true) message.sender = forcedSender;
  });
}

interface Extraction extends NonNullable<NonNullable<Session['local']>['extraction']> {
  /** Recipients; 0: no limit. */
  readonly most: number;
}

function extract(session: Session, headers: readonly HeaderLine[], { given, removes, most }: Extraction): Prepared {
  const { options, ports } = session.shared;
  const local = session.local!;
  const message = session.message!;
  const found = extractRecipients(headers, { ...mailboxOptions(ports.configuration), literals: true });
  const domain = options.text('qualify_recipient') ?? session.facts.primaryHostname;
  const bad: BadAddress[] = [...found.bad];
  const withheld = new Set(removes ? given : []);
  for (const { address: said, isQualified } of found.recipients) {
    if (!isQualified && !local.qualifies) bad.push({ text: said, why: UNQUALIFIED });
    else if (!withheld.has(said)) {
      const recipient = isQualified ? { address: said } : { address: `${said}@${domain}`, said };
      message.recipients.push({ ...recipient, parameters: { unknown: [] } });
      message.isUtf8 ||= BEYOND_ASCII.test(recipient.address);
    }
  }
  session.noteRecipients();
  if (removes) local.withheld = given;
  const isAlone = message.recipients.length === 0;
  const faults: LocalFault[] = [];
  if (most > 0 && message.recipients.length > most)
    return { headers: found.headers, faults: [{ kind: 'too-many-recipients' }] };
  if (bad.length > 0) faults.push({ kind: 'bad-addresses', bad, areAll: isAlone });
  else if (isAlone) faults.push({ kind: 'no-recipients', wereWithheld: found.recipients.length > 0 });
  return { headers: found.headers, faults };
}

/** Such an address has to be told to others as SMTPUTF8 has it (RFC 6531 §3.4), whoever has written it. */
export const BEYOND_ASCII = /[\x80-\xff]/;

export const UNQUALIFIED = 'unqualified recipient address not allowed';

/** @returns whether the message can be taken */
export async function tellFaults(session: Session, { faults }: Prepared, incoming: Incoming): Promise<boolean> {
  const { local } = session;
  if (local?.tooBig !== undefined) return refuseSize(session, incoming);
  for (const fault of faults) {
    if (fault.kind === 'too-many-recipients') {
      await local?.complain?.({ fault, messageId: undefined, headers: [], body: undefined });
      return false;
    }
    const id = session.message?.id ?? '';
    const what = fault.kind === 'no-recipients' ? 'no recipients' : 'bad addresses';
    session.log(entry('bad-recipients', {}, `${id} ${what} found in headers`, MAIN_AND_PANIC));
    await complainOf(session, fault, incoming);
  }
  // With no fault there may be nobody, too: an empty word for an address, which Exim takes for nobody's message.
  return faults.length === 0 || ((session.message?.recipients.length ?? 0) > 0 && local?.goesOn === true);
}

async function refuseSize(session: Session, incoming: Incoming): Promise<boolean> {
  const { octets: sizeBytes, limit: limitBytes } = session.local!.tooBig!;
  const sender = session.message?.sender ?? '';
  const facts = { host: session.logHost, sender, sizeBytes, limitBytes, at: 'DATA' } as const;
  const below = rejectedMessage(session.message);
  // The trace is made behind the body.
  const headers = below.headers[0]?.letter === 'P' ? below.headers.slice(1) : below.headers;
  session.log({ ...tooLargeEntry(facts, session.logFormat), below: { ...below, headers } });
  await complainOf(session, { kind: 'too-big', limit: limitBytes }, incoming);
  return false;
}

/** The header is too long, or a line of it. */
export async function refuseHeader(session: Session, fault: HeaderFault, header: string): Promise<void> {
  const { ident = '' } = session.connection;
  const what = fault.kind === 'header-too-long' ? 'ridiculously long message header' : 'overlong message header line';
  const text = `${what} received from ${ident} (more than ${fault.limit} characters): message abandoned`;
  session.logWithoutId(entry('message-rejected', {}, text, MAIN));
  const read = header.replaceAll('\r\n', '\n').slice(0, fault.limit);
  await session.local?.complain?.({ fault, messageId: undefined, headers: [`${read}\n`], body: undefined });
}

type HeaderFault = Extract<LocalFault, { kind: 'header-too-long' | 'header-line-too-long' }>;

/** Told to the caller, with the message as far as it is made. */
export async function complainOf(session: Session, fault: LocalFault, incoming: Incoming | undefined): Promise<void> {
  const { local, message } = session;
  const headers = (message?.headers ?? []).filter(({ letter }) => letter !== '*' && letter !== 'P');
  await local?.complain?.({
    fault,
    messageId: message?.id,
    headers: headers.map(({ text }) => text),
    body: incoming?.writer,
  });
}
