/** What conditions ask of others. Each is absent where nobody answers; the condition then says what Exim says without it. */
import type { Resolver } from '../../core/dns/index.ts';
import type { Later, Text } from '../expand/index.ts';
import type { CutthroughControl } from './cutthrough-control.ts';
import type { VerifyAnswer, VerifyQuestion } from './verify-question.ts';

export interface AclServices {
  /** Addresses verified by routing, and by asking their hosts. */
  readonly verify?: ((question: VerifyQuestion) => Later<VerifyAnswer>) | undefined;
  /** Is the name in HELO that of the client? Looked up once, and kept in the connection. */
  readonly verifyHelo?: (() => Later<boolean>) | undefined;
  /** Is there mail in the queue for one of these domains? */
  readonly waitsFor?: ((domains: readonly string[]) => Later<boolean>) | undefined;
  /** The message that has been received. */
  readonly content?: ContentService | undefined;
  readonly dns?: Resolver | undefined;
  readonly hints?: Hints | undefined;
  readonly spf?: ((guess: boolean) => Later<SpfAnswer>) | undefined;
  /** Evaluates DMARC once for the message; @returns `$dmarc_status` */
  readonly dmarc?: (() => Later<string>) | undefined;
  readonly scan?: ScanService | undefined;
  /** The message is to go on while it comes: heard at once, since a callout in the same ACL may serve it. */
  readonly cutthrough?: ((control: CutthroughControl) => void) | undefined;
  /** A pause, which the signal ends early; shows its seconds alone where nothing waits. */
  readonly wait?: ((seconds: number, signal?: AbortSignal) => Later<void>) | undefined;
  /** A file that must be there cannot be opened: the session cannot go on. Absent: it can. */
  readonly die?: (() => void) | undefined;
  /** The client speaks over a connection, in packets. */
  readonly hasPackets?: boolean;
  readonly datagram?: ((packet: Datagram) => Later<DatagramAnswer>) | undefined;
}

/** One UDP packet, to an address or to a host that has to be looked up. */
export interface Datagram {
  readonly host: string;
  readonly port: number;
  /** Octets. */
  readonly payload: string;
}

export type DatagramAnswer =
  | { readonly kind: 'sent' }
  | { readonly kind: 'no-address' }
  /** Nobody can know just now. */
  | { readonly kind: 'no-address-now' }
  | { readonly kind: 'failed'; readonly reason: string };

/** Records that ACLs keep from one message to the next. */
export interface Hints {
  /**
   * Reads and writes in one step: nobody comes between.
   *
   * @param change  told of the record; may be called again when another was faster
   * @returns what `change` says besides
   */
  readonly update: <T>(
    space: HintSpace,
    key: string,
    change: (record: string | undefined) => HintChange<T>,
  ) => Later<T>;
}

export interface HintChange<T> {
  /** The record from now on; undefined: as it was. */
  readonly keep: string | undefined;
  /** It is of no use after this. */
  readonly keepSeconds?: number;
  readonly answer: T;
}

export type HintSpace = 'ratelimit' | 'seen';

export interface SpfAnswer {
  readonly result: string;
  /** `spf_received`, `spf_header_comment`, … by name. */
  readonly variables: Readonly<Record<string, Text>>;
}

export interface ContentService {
  /** Lines of the message as it stands, header first, without their ends (LF). */
  readonly lines: () => AsyncIterable<string>;
  /** In the MIME ACL: the part at hand. */
  readonly part?: PartService;
}

export interface PartService {
  /** Lines as they came. */
  readonly lines: () => AsyncIterable<string>;
  /** Octets after decoding, in pieces. */
  readonly decoded: () => AsyncIterable<string>;
  /** @param where  as `decode =` says it: `default`, a folder, a file */
  readonly decodeTo: (where: string) => Later<DecodeAnswer>;
}

/** `$mime_decoded_filename` and its size; undefined: nothing can be decoded. */
export type DecodeAnswer = { readonly file: string; readonly sizeBytes: number } | undefined;

export interface ScanService {
  readonly malware: (question: MalwareQuestion) => Later<MalwareAnswer>;
  readonly spam: (question: SpamQuestion) => Later<SpamAnswer>;
}

export interface SpamQuestion {
  /** For whose threshold. */
  readonly user: string;
  /** `spamd_address`, expanded. */
  readonly servers: string;
}

export interface MalwareQuestion {
  /** `av_scanner`, expanded. */
  readonly scanner: string;
  readonly timeoutSeconds: number;
}

export type MalwareAnswer =
  | { readonly kind: 'clean'; readonly warnings?: readonly string[] }
  | { readonly kind: 'found'; readonly name: string; readonly warnings?: readonly string[] }
  /** With what the log says of it, and before it of servers that were tried. */
  | { readonly kind: 'defer'; readonly message: string; readonly warnings?: readonly string[] };

export type SpamAnswer =
  | {
      readonly kind: 'scored';
      readonly isSpam: boolean;
      /** `spam_score`, `spam_bar`, … by name. */
      readonly variables: Readonly<Record<string, string>>;
      /** What the log says of servers that could not be asked. */
      readonly warnings?: readonly string[];
    }
  | { readonly kind: 'defer'; readonly message: string; readonly warnings?: readonly string[] };
