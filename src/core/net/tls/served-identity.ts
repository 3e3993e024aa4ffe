import type { ServedKeyType } from './choose-key.ts';

/** One certificate a server can show, with its key. */
export interface ServedIdentity {
  readonly keyType: ServedKeyType;
  /** PEM. */
  readonly key: string;
  /** PEM, leaf first, in the order to be sent. */
  readonly cert: string;
  /** The DER proof to staple, asked at each handshake whose client takes one; undefined staples none. */
  readonly proof?: () => Promise<Uint8Array | undefined>;
}
