/** Somebody on this host who hands in a message, with what SMTP has no words for. */
import type { LogEntry } from '../../log/index.ts';
import type { Submitter } from '../../spool/index.ts';
import type { LocalFault } from './fault.ts';

export interface LocalCaller {
  readonly login: string;
  /** Whose process it is. */
  readonly submitter: Submitter;
  /** For fields that are made; empty: the address alone. */
  readonly fullName: string;
  readonly isTrusted: boolean;
  /** The name stands in a From that is made. */
  namesFrom: boolean;
  /** The sender is the caller himself, who is not to pass for another. */
  isSender: boolean;
  /** Somebody who is not trusted chose the sender, and was let. */
  readonly hasSetSender: boolean;
  /** Over SMTP: instead of the sender that MAIL names, where that one is not allowed. */
  readonly forcedSender?: string;
  /** May he say that this is the sender, though he is not trusted? */
  readonly maySend?: (sender: string) => boolean | Promise<boolean>;
  /** `-t`: the addresses on the command line, and whether they are taken away from those in the header. */
  readonly extraction?: { readonly given: readonly string[]; readonly removes: boolean };
  /** `-bnq`: addresses in the header stay as they are. */
  readonly qualifies: boolean;
  /** `-G`. */
  readonly keepsAsIs: boolean;
  /** `-od…`; `foreground`: who hands it in delivers it, and waits. */
  readonly delivery?: 'background' | 'foreground' | 'queue' | 'queue-remote';
  /** `-N`. */
  readonly deliversNothing: boolean;
  /** A report on another message. */
  readonly isReport: boolean;
  /** The message it is about. */
  readonly reference?: string;
  /** Sees what is logged. */
  readonly hear?: (entry: LogEntry, messageId: string | undefined) => void;
  /** Is told what is wrong with the message, while it can still be read. */
  readonly complain?: (complaint: Complaint) => Promise<void>;
  /** What is wrong with some of its addresses does not keep it from the others. */
  readonly goesOn: boolean;
  /** The line in the manner of UUCP before its header. */
  fromLineOctets?: number;
  /** It was read so far and no further. */
  tooBig?: { readonly octets: number; readonly limit: number };
  /** Recipients of the command line that those of the header are without. */
  withheld?: readonly string[];
  /** To be delivered at once by who hands it in. */
  isDue?: boolean;
  /** It is in the spool, or was thrown away as an ACL has said. */
  isKept?: boolean;
}

export interface Complaint {
  readonly fault: LocalFault;
  readonly messageId: string | undefined;
  /** Its fields as far as they are made, LF at the end of each. */
  readonly headers: readonly string[];
  readonly body: { readonly reread: () => AsyncIterable<Uint8Array> } | undefined;
}
