/**
 * Batched SMTP (`-bS`): commands and messages in a file, and nobody to answer. No ACL of SMTP is asked, and the first
 * mistake ends it (Exim spec ch. "SMTP processing", "Incoming batched SMTP").
 */
import { type MailboxOptions, readMailbox } from '../../mailbox/index.ts';

/** One message of a batch. */
export interface BatchMessage {
  readonly helo: { readonly verb: 'HELO' | 'EHLO'; readonly name: string } | undefined;
  readonly sender: string;
  readonly recipients: readonly string[];
  /** Its lines, dots taken away. */
  readonly pieces: () => Iterable<Buffer>;
}

export interface BatchOptions extends MailboxOptions {
  readonly maxRecipients: number;
  readonly qualifySender: string;
  readonly qualifyRecipient: string;
  readonly take: (message: BatchMessage) => Promise<Taken>;
}

export type Taken =
  | { readonly kind: 'taken' }
  /** Which also a file that ends within it is (`LostInput`). */
  | { readonly kind: 'refused'; readonly reply: string }
  /** Taken, tried and thrown away (`mua_wrapper`): what is behind it in the file is not read. */
  | { readonly kind: 'given-up' };

export interface BatchOutcome {
  readonly taken: number;
  readonly fault?: BatchFault;
  /** It ended there, and the caller has been told why. */
  readonly isGivenUp?: true;
}

export interface BatchFault {
  /** As a server would say it. */
  readonly reply: string;
  /** Empty where it was no command. */
  readonly command: string;
  readonly startedAt: number;
  readonly line: number;
}

export function readBatch(lines: BatchLines, options: BatchOptions): Promise<BatchOutcome> {
  return new Batch(lines, options).run();
}

/** Lines of a file, counted. */
export class BatchLines {
  count = 0;
  private readonly source: Iterator<Buffer>;
  private rest = '';
  private isOver = false;

  constructor(pieces: Iterable<Buffer>) {
    this.source = pieces[Symbol.iterator]();
  }

  /** Without its end; undefined: there are no more. */
  next(): string | undefined {
    for (;;) {
      const end = this.rest.indexOf('\n');
      if (end >= 0) return this.take(end, end + 1);
      if (this.isOver) return this.rest === '' ? undefined : this.take(this.rest.length, this.rest.length);
      const { value, done } = this.source.next();
      if (done === true) this.isOver = true;
      else this.rest += value.toString('latin1');
    }
  }

  private take(end: number, from: number): string {
    const line = this.rest.slice(0, end);
    this.rest = this.rest.slice(from);
    this.count += 1;
    return line.endsWith('\r') ? line.slice(0, -1) : line;
  }
}

class Batch {
  private readonly lines: BatchLines;
  private readonly options: BatchOptions;
  private taken = 0;
  private startedAt = 0;
  private helo: BatchMessage['helo'];
  private sender: string | undefined;
  private recipients: string[] = [];
  /** The message, and no command. */
  private isRefused = false;
  private isGivenUp = false;

  constructor(lines: BatchLines, options: BatchOptions) {
    this.lines = lines;
    this.options = options;
  }

  async run(): Promise<BatchOutcome> {
    for (;;) {
      const line = this.lines.next();
      if (line === undefined || /^quit\s*$/i.test(line)) return { taken: this.taken };
      const reply = /^data\s*$/i.test(line) ? await this.data() : this.command(line);
      if (this.isGivenUp) return { taken: this.taken, isGivenUp: true };
      if (reply === undefined) continue;
      const { taken, startedAt } = this;
      const isLost = reply === LOST;
      const isOfMessage = isLost || this.isRefused;
      return {
        taken,
        fault: { reply, command: isOfMessage ? '' : line, startedAt, line: this.lines.count + (isLost ? 1 : 0) },
      };
    }
  }

  /** @returns what is wrong */
  private command(line: string): string | undefined {
    const [, verb = '', rest = ''] = /^(mail from:|rcpt to:|[a-z]*)\s*(.*)$/is.exec(line) ?? [];
    switch (verb.toLowerCase()) {
      case 'mail from:':
        return this.mail(rest);
      case 'rcpt to:':
        return this.rcpt(rest);
      case 'helo':
      case 'ehlo':
        this.helo = { verb: verb.toUpperCase() as 'HELO', name: rest };
        return this.reset();
      case 'rset':
        return this.reset();
      case 'noop':
      case 'vrfy':
      case 'expn':
      case 'help':
      case 'etrn':
        this.startedAt = this.lines.count;
        return undefined;
      default:
        return '500 Command unrecognized';
    }
  }

  private reset(): undefined {
    this.sender = undefined;
    this.recipients = [];
    this.startedAt = this.lines.count;
  }

  private mail(text: string): string | undefined {
    if (this.sender !== undefined) return '503 Sender already given';
    if (text.trim() === '') return '501 MAIL FROM must have an address operand';
    const path = text.trim(); // whatever HELO was, there are no parameters
    if (path === '<>') {
      this.sender = '';
      return undefined;
    }
    const read = readMailbox(path, this.options);
    if (typeof read === 'string') return `501 ${read}`;
    this.sender = read.isQualified ? read.address : `${read.address}@${this.options.qualifySender}`;
    return undefined;
  }

  private rcpt(text: string): string | undefined {
    if (this.sender === undefined) return '503 No sender yet given';
    if (text.trim() === '') return '501 RCPT TO must have an address operand';
    const { maxRecipients } = this.options;
    if (maxRecipients > 0 && this.recipients.length >= maxRecipients) return '552 too many recipients';
    const read = readMailbox(text.trim(), this.options);
    if (typeof read === 'string') return `501 ${read}`;
    this.recipients.push(read.isQualified ? read.address : `${read.address}@${this.options.qualifyRecipient}`);
    return undefined;
  }

  private async data(): Promise<string | undefined> {
    const { helo, sender, recipients, lines } = this;
    if (sender === undefined) return '503 MAIL FROM:<sender> command must precede DATA';
    if (recipients.length === 0) return '503 RCPT TO:<recipient> must precede DATA';
    const taken = await this.options.take({ helo, sender, recipients, pieces: () => messageLines(lines) });
    this.isRefused = taken.kind === 'refused';
    if (taken.kind === 'refused') return taken.reply;
    this.isGivenUp = taken.kind === 'given-up';
    this.taken += 1;
    return this.reset();
  }
}

/** What is said of it. */
export const LOST = '421 Lost incoming connection';

/** The file ended within a message. */
export class LostInput extends Error {}

const PIECE_CHARACTERS = 32_768;

function* messageLines(lines: BatchLines): Iterable<Buffer> {
  let text = '';
  for (let line = lines.next(); line !== '.'; line = lines.next()) {
    if (line === undefined) throw new LostInput();
    text += `${line.startsWith('.') ? line.slice(1) : line}\n`;
    if (text.length < PIECE_CHARACTERS) continue;
    yield Buffer.from(text, 'latin1');
    text = '';
  }
  yield Buffer.from(text, 'latin1');
}
