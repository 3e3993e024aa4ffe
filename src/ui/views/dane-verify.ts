import type { VerifyData } from '../../core/dane/index.ts';
import type { View } from '../types.ts';

const TEXT: Readonly<Record<VerifyData['status'], string>> = {
  match: 'a record matches',
  'no-match': 'no record matches',
  unusable: 'no record is usable',
  invalid: 'the anchor matches, and what is below it does not pass',
};

/** The verdict, then each record with how it fared. */
export const daneVerifyView: View<VerifyData> = ({ data }, paint, verbosity) => {
  const mark = paint.mark(data.status === 'match' ? 'ok' : 'error');
  const where = data.depth === undefined ? '' : ` (usage ${data.usage}, certificate ${data.depth} of the chain)`;
  const head = `${mark} ${paint.strong(data.host)}: ${TEXT[data.status]}${where}`;
  if (verbosity < 0) return head;
  const lines = data.records.map(({ record, result, why }) => {
    const sign = paint.mark(result === 'match' ? 'ok' : result === 'rejected' ? 'error' : 'info');
    return `  ${sign} ${record.length > 60 && verbosity === 0 ? `${record.slice(0, 60)}…` : record}: ${result}${why === undefined ? '' : `, ${why}`}`;
  });
  return [head, ...lines].join('\n');
};
