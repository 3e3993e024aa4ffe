/** What an exchange of AUTH is, step by step, and what a driver is. */
import type { Driver } from '../config/index.ts';
import type { ExpansionHost, Later, Text } from '../expand/index.ts';

/** What an authenticator sees of a session. */
export interface AuthWorld {
  readonly host: ExpansionHost;
  /** Absent without TLS. */
  readonly tls?: TlsBinding;
  /** Our end and the client's, for what is asked on their behalf (dovecot). */
  readonly client?: { readonly address: string; readonly port: number };
  readonly local?: { readonly address: string; readonly port: number };
  /** A stream to a local socket; absent: there is none. */
  readonly connectLocal?: LocalConnector;
  /** Told of what an operator has to put right, for the main and the panic log. */
  readonly complain?: (text: string) => void;
  /** `server_debug_print`, where somebody is watching. */
  readonly debug?: (text: string) => void;
}

/** What a SCRAM exchange can be bound to, so that it cannot be passed on over another connection. */
export interface TlsBinding {
  readonly cipher: string;
  readonly verified: boolean;
  /** Exported keying material: TLS 1.3, or TLS 1.2 with the extended master secret. */
  readonly exporter?: Uint8Array;
  /** The Finished message of the client in TLS up to 1.2. */
  readonly unique?: Uint8Array;
  /** The hash of our certificate. */
  readonly endPoint?: Uint8Array;
}

export type LocalConnector = (path: string, deadlineMs: number) => Promise<LocalStream | string>;

/** Octets both ways; `read` answers undefined at the end, and text where it broke. */
export interface LocalStream {
  write(octets: Uint8Array): void;
  read(): Promise<Uint8Array | undefined>;
  close(): void;
}

/** What comes next in an exchange. */
export type AuthStep =
  /** To be sent with 334, octets in base64 and text as it is; the client's answer, decoded, goes to `respond`. */
  | { readonly kind: 'challenge'; readonly says: Uint8Array | string; readonly respond: Respond }
  | AuthDone
  | AuthRefused;

export type Respond = (response: Uint8Array, world: AuthWorld) => Later<AuthStep>;

export interface AuthDone {
  readonly kind: 'done';
  /** The instance in the configuration, `$sender_host_authenticated`. */
  readonly authenticator: string;
  readonly publicName: string;
  /** `$authenticated_id`. */
  readonly id?: string;
  readonly reply: AuthReply;
}

export interface AuthRefused {
  readonly kind: 'fail' | 'defer' | 'unexpected' | 'bad-base64' | 'cancelled';
  readonly authenticator: string;
  readonly reply: AuthReply;
  /** What the log says behind the host: the reply, and what is not for the client; absent: nothing. */
  readonly log?: string;
  /** `$authenticated_fail_id`. */
  readonly failedId?: string;
}

export interface AuthReply {
  readonly code: 235 | 435 | 501 | 535 | 553;
  readonly text: string;
}

/** What a driver decides, with the strings its options may ask for. */
export type Verdict =
  | { readonly verdict: 'ok' }
  | { readonly verdict: 'fail' }
  | { readonly verdict: 'unexpected' }
  | { readonly verdict: 'bad-base64' }
  /** `shown` is also for the client. */
  | { readonly verdict: 'defer'; readonly message: string; readonly shown?: boolean };

export type DriverStep =
  | {
      readonly kind: 'challenge';
      readonly says: Uint8Array | string;
      readonly respond: (response: Uint8Array, world: AuthWorld) => Later<DriverStep>;
    }
  | { readonly kind: 'verdict'; readonly strings: AuthStrings; readonly verdict: Verdict };

/** `$auth1`, `$auth2`, …, and likewise `$1`, `$2`, …. */
export type AuthStrings = readonly Text[];

/** A kind of authenticator; to add one, a file in `drivers/` and a row in the registry. */
export interface ServerDriver {
  /** As in `driver =`. */
  readonly name: string;
  /** Where the behaviour is described. */
  readonly spec: string;
  /** Which of its options make an instance of it a server. */
  readonly isServer: (instance: Instance) => boolean;
  /** A `*`, or what is no base64, is a wrong answer as others are. */
  readonly takesAnything?: true;
  /** EHLO tells of it; else it works by itself. */
  readonly isAdvertised: boolean;
  /** Over this connection; always where it is absent. */
  readonly isPossible?: (instance: Instance, world: AuthWorld) => boolean;
  /** @param initial what came with AUTH; undefined: nothing, empty: `=` */
  readonly begin: (instance: Instance, world: AuthWorld, initial: Uint8Array | undefined) => Later<DriverStep>;
}

/** An authenticator of the configuration. */
export interface Instance {
  readonly name: string;
  readonly publicName: string;
  readonly driver: Driver;
  /** An option that is set, or has a default. */
  readonly option: (name: string) => string | undefined;
  /** Is it set to true? */
  readonly flag: (name: string) => boolean;
}
