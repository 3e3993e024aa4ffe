/** What ACLs have to know of the connection and the message; whoever runs a session answers. */
import type { Text } from '../expand/index.ts';

export interface AclFacts {
  /** Who is at the other end; undefined: not a host (a local caller). */
  readonly clientAddress: string | undefined;
  /** `H=name [address] U=ident`, as log lines begin. */
  readonly hostAndIdent: () => string;
  readonly helo: HeloFacts;
  readonly tls: TlsFacts;
  /** The authenticator through which the client authenticated, by its name in the configuration. */
  readonly authenticator: string | undefined;
  /** The envelope sender; empty for bounces and where there is none yet. */
  readonly sender: Text;
  /** The recipient at hand: at RCPT, PRDR and VRFY. */
  readonly recipient: RecipientFacts | undefined;
  readonly recipients: readonly string[];
  /** Octets of the message so far, or as SIZE announced them; undefined: nobody knows. */
  readonly messageSizeBytes: number | undefined;
  readonly message: MessageFacts | undefined;
  /** Live as long as the connection, the message, the command: what is remembered for as long hangs on them. */
  readonly scopes: { readonly connection: object; readonly message: object; readonly command: object };
  /** The value of a variable from now on; undefined: it has none. */
  readonly set: (name: string, value: Text | undefined) => void;
}

export interface HeloFacts {
  readonly name: string | undefined;
  /** Is the name that of the client? Looked up once. */
  readonly verify: () => boolean | Promise<boolean>;
}

export interface TlsFacts {
  /** `TLS1.3:ECDHE_RSA_AES_256_GCM_SHA384:256`; undefined: the connection is plain. */
  readonly cipher: string | undefined;
  readonly certificateVerified: boolean;
}

export interface RecipientFacts {
  readonly address: Text;
  /** Its capitals kept. */
  readonly localPart: Text;
  readonly domain: Text;
}

/** A message that has been received; in the MIME ACL `part` is the part at hand. */
export interface MessageFacts {
  /** Fields as octets: the name, a colon, the rest with its line ends (LF). */
  readonly fields: readonly string[];
  /** Lines of the message as it stands, header first, without their ends. */
  readonly lines: () => Iterable<string> | AsyncIterable<string>;
  readonly part?: MimePartFacts;
}

export interface MimePartFacts {
  /** Lines as they came. */
  readonly lines: () => Iterable<string> | AsyncIterable<string>;
  /** Octets after decoding, in pieces. */
  readonly decoded: () => Iterable<string> | AsyncIterable<string>;
  /** Writes the decoded part; @returns the file and its size, or why not. */
  readonly decodeTo: (where: string) => Promise<{ readonly file: string; readonly sizeBytes: number } | undefined>;
}
