/** What a session asks of policy, and what it may be answered. */

import type { MailParameters, RcptParameters } from '../grammar/parameters.ts';
import type { Path } from '../grammar/path.ts';
import type { ClientFacts, Offers } from './client.ts';
import type { Envelope, MessageFacts } from './envelope.ts';
import type { EndReason } from './events.ts';
import type { SessionReading } from './reading.ts';
import type { ServerReply } from './reply.ts';

/** What policy is asked. */
export type Question =
  | { readonly kind: 'connect' }
  | { readonly kind: 'helo'; readonly verb: HeloVerb; readonly name: string }
  /** Of a MAIL without HELO before it: may this client leave its name out? */
  | { readonly kind: 'mail-name'; readonly argument: string }
  /** The first command that brings no mail on and is not free: how many may there be (`nonMailCommands`)? */
  | { readonly kind: 'non-mail'; readonly verb: string; readonly argument: string }
  | { readonly kind: 'starttls' }
  /** May AUTH be used, whatever stands behind it: asked before that is read. */
  | { readonly kind: 'auth-begin'; readonly argument: string }
  /** `initial` is absent where the client gave no initial response (RFC 4954 §4). */
  | { readonly kind: 'auth'; readonly mechanism: string; readonly initial?: Uint8Array }
  | { readonly kind: 'auth-response'; readonly mechanism: string; readonly response: Uint8Array }
  /** What a client said in an exchange is nothing that could be looked at, and ends it, whatever is answered. */
  | { readonly kind: 'auth-broken'; readonly mechanism: string; readonly how: BrokenAuth }
  /** A MAIL in its time, with parameters that are right; its address (`text`) is not looked at yet. `count`: of MAIL commands so far. */
  | { readonly kind: 'mail-words'; readonly text: string; readonly parameters: MailParameters; readonly count: number }
  /** A RCPT in its time, likewise. */
  | { readonly kind: 'rcpt-words'; readonly text: string; readonly parameters: RcptParameters }
  /** `said` is the address as it was written. */
  | { readonly kind: 'mail'; readonly from: Path; readonly said: string; readonly parameters: MailParameters }
  | { readonly kind: 'rcpt'; readonly to: Path; readonly said: string; readonly parameters: RcptParameters }
  /** Before the first octet of a message. */
  | { readonly kind: 'data' }
  /** Behind its last. */
  | { readonly kind: 'message'; readonly envelope: Envelope; readonly facts: MessageFacts }
  /** The last word to a client that did not say QUIT, in the session's own words so far. */
  | { readonly kind: 'farewell'; readonly why: EndReason; readonly code: number; readonly text: string }
  | { readonly kind: 'xclient'; readonly attributes: ReadonlyMap<string, string | undefined> }
  | With<
      'vrfy' | 'expn' | 'etrn' | 'atrn' | 'wellknown' | 'rset' | 'noop' | 'help' | 'quit',
      { readonly argument: string }
    >;

/** `*` was said, or what is no base64 (RFC 4954 §4). */
export type BrokenAuth = 'cancelled' | 'bad-base64';

type With<Kinds extends string, Fields> = { [K in Kinds]: { readonly kind: K } & Fields }[Kinds];

/** The question of this kind. */
export type QuestionOf<K extends Question['kind']> = Extract<Question, { kind: K }>;

export type HeloVerb = 'HELO' | 'EHLO' | 'LHLO';

export interface Answer {
  /** `close`: the reply is the last word; a 421 alone ends nothing (Deviates from RFC 5321 §3.8 because Exim has it so). `challenge` is for the exchange of AUTH. */
  readonly outcome: 'accept' | 'refuse' | 'close' | 'challenge';
  /** In place of the session's own words. */
  readonly reply?: ServerReply;
  /** To `connect`, `helo` and `xclient`: what is offered from now on. */
  readonly offers?: Offers;
  /** To `xclient`: who the client is said to be; to `helo`: what is known of it by now. */
  readonly client?: ClientFacts;
  /** To `helo`: the first line of the reply, in place of our greeting. */
  readonly welcome?: string;
  /** To `helo`: in place of 250. */
  readonly welcomeCode?: number;
  /** To `rcpt`: it is taken and thrown away, and no recipient of the message. */
  readonly isDiscarded?: true;
  /** To `non-mail`: so many commands that bring no mail on; any number when absent. */
  readonly nonMailCommands?: number;
  /** To `data`: with the refusal the transaction ends. */
  readonly forgets?: true;
  /** From now on every command gets this reply, but RSET and QUIT. */
  readonly deafens?: true;
  /** Input that comes too early is, or is not, an error from now on. */
  readonly enforcesSync?: boolean;
  /** Replies have one line from now on: what the session itself would say before the last is left out. */
  readonly isTerse?: boolean;
  /** To `mail-words` and `rcpt-words`: the address that is read in place of what was said. */
  readonly text?: string;
  /** To `mail` and `rcpt`: somebody has decided it, and it is no default. */
  readonly isJudged?: true;
  /** AUTH is taken from now on though nobody offered it, by these mechanisms, in capitals. */
  readonly unofferedAuth?: readonly string[];
  /** To `connect`: who we are to this client, and how its commands are read. */
  readonly reads?: SessionReading;
  /** To `message`: so many octets it has, as its last chunk is told; those that came when absent. */
  readonly octets?: number;
  /** To `message`: the reply is all that is said, with nothing of its last chunk before it. */
  readonly isWhole?: true;
  /** Text is said as it is, octets in base64. */
  readonly challenge?: Uint8Array | string;
  /** To `auth`: who it is. */
  readonly identity?: string;
  /** To `message`: one for each recipient, in LMTP and under PRDR; all like the whole when absent. */
  readonly recipients?: readonly Answer[];
}
