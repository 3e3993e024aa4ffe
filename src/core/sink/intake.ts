/** A message as it comes in: counted, digested, and on its way to the store. */
import { createHash, type Hash } from 'node:crypto';
import type { MessageLabel, MessageWriter, Store } from './store/types.ts';

export interface Intake {
  write(octets: Uint8Array): undefined | Promise<void>;
  octets(): number;
  /** In hexadecimal; to be asked once. */
  sha256(): string;
  /** Where it is kept; undefined at once where it is not. */
  keep(label: MessageLabel): undefined | Promise<string | undefined>;
  discard(): void;
}

export function beginIntake(store: Store | undefined): Intake {
  const hash: Hash = createHash('sha256');
  const writer: MessageWriter | undefined = store?.begin();
  let count = 0;
  return {
    write(octets) {
      hash.update(octets);
      count += octets.length;
      return writer?.write(octets);
    },
    octets: () => count,
    sha256: () => hash.digest('hex'),
    keep: (label) => writer?.finish(label),
    discard: () => void writer?.discard(),
  };
}
