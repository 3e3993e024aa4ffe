import type { View } from '../types.ts';

/** Data of `mxray dkim sign`. */
export interface DkimSignData {
  /** The new field with its folds. */
  readonly field: string;
  readonly domain: string;
  readonly selector: string;
  readonly algorithm: string;
  readonly signedFields: readonly string[];
  readonly bodyHash: string;
  /** The signed message, base64; absent where it is too large to be held, and goes to standard output as text alone. */
  readonly message?: string;
}

/** In formats that show a text; on its own, the command writes the signed message. */
export const dkimSignView: View<DkimSignData> = ({ data }) => data.field.replaceAll('\r\n', '\n');
