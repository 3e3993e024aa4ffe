/** What was said and when: steps for machines, lines for people. */
import { type Reply, showLine } from '../reply.ts';
import type { Stage, Step, TranscriptLine } from './types.ts';

/** Of content, in the transcript; a message of gigabytes is told by its size. */
const MAX_CONTENT_LINES = 400;
/** Steps and lines kept of a connection that carries thousands of mails. */
const MAX_KEPT = 20_000;

type Open = { -readonly [K in keyof Step]: Step[K] };

export class ConversationRecord {
  readonly steps: Step[] = [];
  readonly transcript: TranscriptLine[] = [];
  /** Sent and not answered, the oldest first. */
  private readonly open: Open[] = [];
  private readonly now: () => number;
  private readonly showsContent: boolean;
  private contentOctets = 0;
  private contentLines = 0;
  private contentRest = '';
  isSecure = false;

  /** @param now  milliseconds since the conversation began */
  constructor(now: () => number, showsContent: boolean) {
    this.now = now;
    this.showsContent = showsContent;
  }

  /** Something that takes its time and is no command: the dial, a handshake, the wait for the greeting. */
  begin(stage: Stage): void {
    this.keep({ stage, atMs: this.now(), isSecure: this.isSecure }, true);
  }

  /** Its end, where no reply tells it. */
  end(): void {
    const step = this.open.shift();
    if (step !== undefined) step.tookMs = round(this.now() - step.atMs);
  }

  sent(stage: Stage, shown: string, recipient: string | undefined): void {
    this.endContent();
    const octets = this.contentOctets;
    this.contentOctets = 0;
    const step: Open = {
      stage,
      sent: shown,
      atMs: this.now(),
      isSecure: this.isSecure,
      ...(recipient !== undefined && { recipient }),
      ...(stage === 'dot' && { octets }),
    };
    this.keep(step, true);
    this.line('sent', shown);
  }

  /** @param octets  of a message, as they go out */
  content(octets: Uint8Array): void {
    this.contentOctets += octets.length;
    if (!this.showsContent || this.contentLines >= MAX_CONTENT_LINES) return;
    const lines = (this.contentRest + Buffer.from(octets).toString('latin1')).split('\r\n');
    this.contentRest = lines.pop()!.slice(-4096);
    for (const line of lines) this.contentLine(line);
  }

  /** Replies beyond the commands sent (one for each recipient of LMTP) are steps of their own. */
  replied(reply: Reply, stage: Stage, recipient: string | undefined): void {
    const step = this.open.shift();
    if (step === undefined) {
      const extra: Open = { stage, reply, atMs: this.now(), tookMs: 0, isSecure: this.isSecure };
      this.keep(recipient === undefined ? extra : { ...extra, recipient }, false);
    } else {
      step.reply = reply;
      step.tookMs = round(this.now() - step.atMs);
      if (recipient !== undefined) step.recipient = recipient;
    }
    const kind = reply.code >= 400 ? 'refused' : 'received';
    const last = reply.lines.length - 1;
    for (const [i, text] of reply.lines.entries())
      this.line(kind, `${reply.code}${i < last ? '-' : text === '' && last === 0 ? '' : ' '}${showLine(text)}`);
  }

  note(text: string): void {
    this.line('note', text);
  }

  error(text: string): void {
    this.line('error', text);
  }

  private keep(step: Open, isOpen: boolean): void {
    const rounded: Open = { ...step, atMs: round(step.atMs) };
    if (isOpen) this.open.push(rounded);
    if (this.steps.length < MAX_KEPT) this.steps.push(rounded);
  }

  private line(kind: TranscriptLine['kind'], text: string): void {
    if (this.transcript.length >= MAX_KEPT) return;
    this.transcript.push({ atMs: round(this.now()), kind, isSecure: this.isSecure, text });
  }

  private contentLine(line: string): void {
    this.contentLines += 1;
    if (this.contentLines === MAX_CONTENT_LINES) this.line('sent', '… and more of the message');
    else if (this.contentLines < MAX_CONTENT_LINES) this.line('sent', showContent(line));
  }

  private endContent(): void {
    if (this.contentRest !== '' && this.contentLines < MAX_CONTENT_LINES) this.contentLine(this.contentRest);
    this.contentRest = '';
    this.contentLines = 0;
  }
}

/** A line of a message as it is read: UTF-8 where it is that, and no controls. */
function showContent(line: string): string {
  const text = Buffer.from(line, 'latin1').toString('utf8');
  return (text.includes('\ufffd') ? line : text).replace(/\p{Cc}/gu, (control) => (control === '\t' ? control : '?'));
}

const round = (ms: number): number => Math.round(ms * 10) / 10;
