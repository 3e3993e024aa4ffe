/** What an authenticator says as a client, step by step. */
import type { ExpansionHost, Later, Text } from '../../expand/index.ts';
import type { Instance } from '../types.ts';

export interface ClientWorld {
  /** Sees the host that is called, and the TLS there. */
  readonly host: ExpansionHost;
}

export type ClientMove =
  | {
      readonly kind: 'say';
      /** Undefined, of the first: nothing goes with AUTH. */
      readonly octets: Uint8Array | undefined;
      /** `$auth1`, `$auth2`, …: what the server has said so far. */
      readonly strings: readonly Text[];
      /** To a challenge, decoded; undefined: it was no base64. */
      readonly respond: (challenge: Uint8Array | undefined) => Later<ClientMove>;
    }
  /** This authenticator is not for that host. */
  | { readonly kind: 'cancel' }
  /** Something is wrong here, and the host is tried later. */
  | { readonly kind: 'error'; readonly message: string };

/** A kind of authenticator; to add one, a file beside and a row in the registry. */
export interface ClientDriver {
  /** As in `driver =`. */
  readonly name: string;
  /** Which of its options make an instance of it a client. */
  readonly isClient: (instance: Instance) => boolean;
  readonly begin: (instance: Instance, world: ClientWorld) => Later<ClientMove>;
}
