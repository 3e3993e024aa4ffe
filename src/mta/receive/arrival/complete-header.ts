/** The header of a message read, completed and traced: at its end, or before the body where the message goes on at once. */
import { after, type Later } from '../../expand/index.ts';
import type { IncomingMessage } from '../../facts/index.ts';
import { entry, MAIN_AND_PANIC } from '../../log/index.ts';
import { completeHeaders } from '../headers/fixups.ts';
import { readHeaderLines } from '../headers/parse.ts';
import { placeHeaders, removeHeaders } from '../headers/placement.ts';
import { receivedLine } from '../headers/received.ts';
import { type Prepared, prepareLocal } from '../local/complete.ts';
import type { Session } from '../session.ts';

export interface HeaderFault {
  readonly kind: 'header-too-long' | 'header-line-too-long';
  readonly limit: number;
  readonly text: string;
  readonly logged: string;
}

/**
 * @param header  octets
 * @returns why there can be no such header; else undefined, and the message has it
 */
export async function completeHeader(session: Session, header: string): Promise<HeaderFault | undefined> {
  const headers = readHeaderLines(header);
  const wrong = lineFault(session, headers);
  if (wrong === undefined) await completeLines(session, headers);
  return wrong;
}

export function completeLines(session: Session, headers: IncomingMessage['headers']): Later<Prepared> {
  const message = session.message!;
  message.receivedMs = session.now();
  return after(prepareLocal(session, headers), (prepared) =>
    after(completeHeaders(session, prepared.headers), (fixed) =>
      after(receivedLine(session), (received) => {
        message.headers = [received, ...fixed];
        placeAdded(session);
        return prepared;
      }),
    ),
  );
}

export function lineFault(session: Session, headers: IncomingMessage['headers']): HeaderFault | undefined {
  const limit = session.shared.options.number('header_line_maxsize');
  return limit > 0 && headers.some(({ text }) => text.length > limit) ? { ...LINE_TOO_LONG, limit } : undefined;
}

const LINE_TOO_LONG = {
  kind: 'header-line-too-long',
  text: 'A message header line is too long',
  logged: 'overlong message header line',
} as const;

/** What ACLs have added and taken away so far; of no use any more where the header has gone on. */
export function placeAdded(session: Session): void {
  const message = session.message!;
  const { added, removed } = session.messageControls;
  message.headersAdded = [];
  if (added.length === 0 && removed.length === 0) return;
  if (session.cutthrough.onward === undefined)
    message.headers = placeHeaders(removeHeaders(message.headers, removed), added);
  else session.log(entry('trouble', {}, TOO_LATE, MAIN_AND_PANIC));
  added.length = 0;
  removed.length = 0;
}

const TOO_LATE = 'Header modification in data ACLs will not take effect on cutthrough deliveries';
