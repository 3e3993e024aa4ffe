/** The message on its way in: begun before its first octet, taken once it is whole, or forgotten. */
import type { MessageWriter } from '../../spool/index.ts';
import type { Session } from '../session.ts';
import { type Incoming, Intake } from './intake.ts';

/** @param onHeader  told of its header before its body; the body then goes on as well */
export function startIntake(session: Session, onHeader?: (header: string) => Promise<void>): void {
  const { ports, options } = session.shared;
  const id = ports.ids.next();
  if (session.message !== undefined) session.message.id = id;
  session.connection.rehearsedId = undefined;
  const writer = ports.spool.begin(id);
  const intake = new Intake({
    visibleOctets: options.number('message_body_visible'),
    maxHeaderOctets: options.number('header_maxsize'),
    sink: onHeader === undefined ? (octets) => writer.write(octets) : (octets) => writeBoth(session, writer, octets),
    ...(onHeader !== undefined && { onHeader }),
  });
  session.intake = { writer, intake };
  session.intakeStartedMs = session.now();
  session.isChunked = /^bdat/i.test(session.connection.command ?? '');
}

/** Into the spool, and on to the next hop, whichever takes longer. */
function writeBoth(session: Session, writer: MessageWriter, octets: Uint8Array): Promise<void> | undefined {
  const onward = session.cutthrough.onward?.feed.push(octets);
  const written = writer.write(octets);
  return onward === undefined || written === undefined ? (onward ?? written) : written.then(() => onward);
}

export function takeIntake(session: Session): Incoming {
  if (session.intake === undefined) startIntake(session);
  const incoming = session.intake!;
  if (session.fromLine !== undefined) void incoming.intake.write(session.fromLine.rest());
  session.fromLine = undefined;
  session.intake = undefined;
  return incoming;
}

/** What has come of a message is forgotten. */
export function abandonIntake(session: Session): void {
  const { intake } = session;
  session.cutthrough.drop();
  session.intake = undefined;
  if (intake !== undefined) void intake.writer.abort();
}
