/** How many came, and which did not. */
import type { QueueImportData } from '../../mta/queue/index.ts';
import type { View } from '../types.ts';
import { printable } from './finding-lines.ts';

export const queueImportView: View<QueueImportData> = ({ data }, paint) => {
  const { directory, failed, from, imported, present } = data;
  const already = present.length === 0 ? '' : `, ${present.length} there already`;
  return [
    `${imported.length} ${imported.length === 1 ? 'message' : 'messages'} from ${printable(from)} into ${printable(directory)}${already}`,
    ...failed.map(({ error, messageId }) => `${paint.mark('error')} ${printable(messageId)}: ${printable(error)}`),
  ].join('\n');
};
