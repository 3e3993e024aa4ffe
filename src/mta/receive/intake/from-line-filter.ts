/** The line in the manner of UUCP that some hosts put before a header in SMTP: taken away (`ignore_fromline_hosts`). */

import { after, type Later } from '../../expand/index.ts';
import { isListed } from '../client-lists.ts';
import { mayBeFromLine, readFromLine } from '../local/from-line.ts';
import type { Session } from '../session.ts';

export class FromLineFilter {
  private readonly session: Session;
  /** Undefined once it is known what the first line is. */
  private held: Buffer | undefined = Buffer.alloc(0);

  constructor(session: Session) {
    this.session = session;
  }

  /** @returns what of the message is known to be so */
  take(octets: Uint8Array): Uint8Array {
    if (this.held === undefined) return octets;
    const text = Buffer.concat([this.held, octets]);
    this.held = mayBeFromLine(text) ? text : undefined;
    if (this.held !== undefined) return NOTHING;
    const found = readFromLine(this.session, text);
    if (found === undefined) return text;
    const end = text.indexOf(LF);
    this.session.fromLineOctets = text[end - 1] === CR ? end - 1 : end;
    void after(found, (line) => this.believe(line?.sender));
    return text.subarray(end + 1);
  }

  /** Who stands in it is the sender, as Exim has it. */
  private believe(sender: string | undefined): void {
    const { message } = this.session;
    if (message !== undefined && sender !== undefined && sender !== '') message.sender = sender;
  }

  /** The message is over, and its first line was not. */
  rest(): Uint8Array {
    return this.held ?? NOTHING;
  }
}

/** Undefined: such lines are none of this client's. */
export const fromLineFilter = (session: Session): Later<FromLineFilter | undefined> => {
  const { connection, shared } = session;
  const isWanted =
    connection.client === undefined
      ? shared.options.flag('ignore_fromline_local')
      : isListed(session, 'ignore_fromline_hosts');
  return after(isWanted, (wanted) => (wanted ? new FromLineFilter(session) : undefined));
};

const LF = 10;
const CR = 13;
const NOTHING = new Uint8Array(0);
