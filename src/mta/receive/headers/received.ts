/** The trace we put on a message (RFC 5321 §4.4): `received_header_text`, and the date. */
import { after, type ExpansionHost, type Later, textOf } from '../../expand/index.ts';
import type { HeaderLine } from '../../facts/index.ts';
import type { Session } from '../session.ts';

/** Where the text comes to nothing, it is not delivered. */
export const receivedLine = (session: Session): Later<HeaderLine> =>
  after(session.shared.options.expanded('received_header_text', knowingRecipient(session)), (made) => {
    const text = made?.kind === 'forced-fail' ? undefined : made;
    if (text !== undefined && text.kind !== 'text') {
      session.logTrouble(`Expansion of "received_header_text" failed: ${text.message}`);
      return withDate(session, `Received: by ${session.facts.primaryHostname} id ${session.message?.id ?? ''}`);
    }
    if (text === undefined || text.text === '')
      return after(mailDate(session), (date) => ({ letter: '*', text: `Received: ; ${date}\n` }));
    return withDate(session, text.text);
  });

/** The only one of a message is named by `$received_for`, which nothing else knows. */
function knowingRecipient({ host, message }: Session): ExpansionHost {
  const recipients = message?.recipients ?? [];
  const only = recipients.length === 1 ? recipients[0]!.address : '';
  return { ...host, variable: (name) => (name === 'received_for' ? textOf(only, true) : host.variable(name)) };
}

const withDate = (session: Session, text: string): Later<HeaderLine> =>
  after(mailDate(session), (date) => ({ letter: 'P', text: `${text};\n\t${date}\n` }));

/** As in the Date field. */
export const mailDate = (session: Session): Later<string> =>
  after(session.shared.options.expand('$tod_full', session.host), (date) => (date.kind === 'text' ? date.text : ''));
