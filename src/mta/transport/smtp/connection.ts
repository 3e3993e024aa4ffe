/** One connection to a next hop: a conversation that carries a message, and is kept for the next. */
import type { Conversation, Greeted, Mail, MailResult } from '../../../core/smtp/index.ts';
import { after, type Later } from '../../expand/index.ts';
import type { Delivery } from '../types.ts';
import type { HostFacts } from './host-facts.ts';
import { Transcript } from './transcript.ts';

/** What a conversation asks while it goes on. */
export interface Hooks {
  readonly nextMail: (greeted: Greeted) => Mail | undefined | Promise<Mail | undefined>;
  readonly onMail: (result: MailResult) => void;
}

/** The mail as this server can be told of it; a text: why it cannot. */
export type MakeMail = (greeted: Greeted) => Later<Mail | string>;

/** What came of one message here. */
export interface Carried {
  readonly results: readonly MailResult[];
  /** How it ended, where it ended before all was decided. */
  readonly ended?: Conversation;
  /** Why nothing was said of it. */
  readonly unsayable?: string;
}

interface Waiting {
  readonly make: MakeMail;
  readonly resolve: (carried: Carried) => void;
  readonly results: MailResult[];
  /** Recipients not decided yet; undefined: the mail is not handed over. */
  left: number | undefined;
}

/** A mail that cannot be made for a bug of ours keeps nobody else from being delivered. */
function made({ make }: Waiting, greeted: Greeted): Later<Mail | string> {
  try {
    const mail = make(greeted);
    return mail instanceof Promise ? mail.catch(bugText) : mail;
  } catch (bug) {
    return bugText(bug);
  }
}

const bugText = (bug: unknown): string => `internal error: ${bug instanceof Error ? bug.message : String(bug)}`;

export class SmtpConnection {
  readonly facts: HostFacts;
  readonly transcript = new Transcript();
  /** Messages begun on it. */
  messages = 0;
  /** Of what it has carried last. */
  private last: { readonly id: string; readonly series: number | undefined } | undefined;
  greeted: Greeted | undefined;
  ended: Conversation | undefined;
  /** Told once, when it has ended. */
  onEnd: (() => void) | undefined;
  readonly closed: Promise<void>;
  /** Set while the server could be given a mail. */
  private hand: ((mail: Mail | undefined) => void) | undefined;
  private waiting: Waiting | undefined;

  constructor(facts: HostFacts, start: (hooks: Hooks, transcript: Transcript) => Promise<Conversation>) {
    this.facts = facts;
    this.closed = start({ nextMail: this.nextMail, onMail: this.onMail }, this.transcript).then((conversation) =>
      this.end(conversation),
    );
  }

  /** One at a time. */
  send(make: MakeMail): Promise<Carried> {
    return new Promise((resolve) => {
      if (this.ended !== undefined) return resolve({ results: [], ended: this.ended });
      this.messages += 1;
      this.waiting = { make, resolve, results: [], left: undefined };
      if (this.hand !== undefined) void this.begin(this.waiting, this.greeted!);
    });
  }

  /** QUIT, where nothing is on its way. */
  quit(): void {
    this.hand?.(undefined);
    this.hand = undefined;
  }

  carries({ message, series }: Pick<Delivery, 'message' | 'series'>): void {
    this.last = { id: message.stored.id, series };
  }

  /** A message's deliveries have connections of their own each, as with Exim, unless they are one but for its size. */
  suits({ message, series }: Pick<Delivery, 'message' | 'series'>): boolean {
    return this.last?.id !== message.stored.id || this.last.series === series;
  }

  /** Nothing is on its way, and the next mail may go. */
  get isFree(): boolean {
    return this.hand !== undefined && this.waiting === undefined;
  }

  private readonly nextMail: Hooks['nextMail'] = (greeted) => {
    this.greeted = greeted;
    const { waiting } = this;
    if (waiting?.left !== undefined) this.settle(waiting, {}); // some were not said, and it goes on
    const next = new Promise<Mail | undefined>((resolve) => {
      this.hand = resolve;
    });
    if (this.waiting !== undefined) void this.begin(this.waiting, greeted);
    return next;
  };

  private begin(waiting: Waiting, greeted: Greeted): Later<void> {
    return after(made(waiting, greeted), (mail) => this.say(waiting, mail));
  }

  private say(waiting: Waiting, mail: Mail | string): void {
    if (this.waiting !== waiting) return; // it has ended meanwhile
    if (typeof mail === 'string') return void this.settle(waiting, { unsayable: mail });
    waiting.left = mail.recipients.length;
    const { hand } = this;
    this.hand = undefined;
    hand?.(mail);
  }

  /** Limits of the server may part a mail: each part has its result. */
  private readonly onMail: Hooks['onMail'] = (result) => {
    const { waiting } = this;
    if (waiting?.left === undefined) return;
    waiting.results.push(result);
    waiting.left -= result.recipients.length;
    const isOpen = result.recipients.some(({ status }) => status === 'unsent');
    if (waiting.left <= 0 && !isOpen) this.settle(waiting, {});
  };

  private settle(waiting: Waiting, more: Omit<Carried, 'results'>): void {
    this.waiting = undefined;
    waiting.resolve({ results: waiting.results, ...more });
  }

  private end(conversation: Conversation): void {
    this.ended = conversation;
    this.hand = undefined;
    this.onEnd?.();
    if (this.waiting !== undefined) this.settle(this.waiting, { ended: conversation });
  }
}
