/** Where messages go. */
import type { Failure, Result } from '../../../base/index.ts';

export type StoreSpec =
  | { readonly kind: 'discard' }
  | { readonly kind: 'maildir' | 'mbox'; readonly path: string; readonly syncs: boolean };

export type StoreError = Failure<'sink/store'>;

export interface MessageLabel {
  /** Envelope sender, for mbox's `From ` line; empty for the null sender. */
  readonly from: string;
  readonly at: Date;
}

/** A message on its way in; `finish` or `discard` is called once. */
export interface MessageWriter {
  /** A promise where the store is to be waited for. */
  write(octets: Uint8Array): undefined | Promise<void>;
  /** Resolves when it is kept; with the path of its file, where it has one. Rejects where it cannot be. */
  finish(label: MessageLabel): Promise<string | undefined>;
  /** Nothing is left of it. */
  discard(): Promise<void>;
}

export interface Store {
  begin(): MessageWriter;
}

/** Makes what is needed, so that what cannot be is known before anything is received. */
export type OpenStore = (path: string, syncs: boolean) => Promise<Result<Store, StoreError>>;
