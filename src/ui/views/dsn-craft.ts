import type { DsnCraftData } from '../../core/dsn/index.ts';
import type { View } from '../types.ts';

/** In formats that show a text; on its own, the command writes the report. */
export const dsnCraftView: View<DsnCraftData> = ({ data }) =>
  [
    `to ${data.envelope.recipient}, with the null sender`,
    ...data.recipients.map(({ address, action, status }) => `  ${address}: ${action} ${status}`),
    `original: ${data.returned}`,
  ].join('\n');
