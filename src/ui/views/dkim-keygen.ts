import type { View } from '../types.ts';

/** Data of `mxray dkim keygen`. */
export interface DkimKeygenData {
  readonly file: string;
  readonly type: 'rsa' | 'ed25519';
  readonly bits: number;
  readonly name: string;
  readonly record: string;
  readonly strings: readonly string[];
  readonly zone: string;
}

/** A piece of a zone file: what is no record is a comment. */
export const dkimKeygenView: View<DkimKeygenData> = ({ data }, paint) =>
  [paint.dim(`; ${data.type} key of ${data.bits} bits, private part in ${data.file}`), data.zone].join('\n');
