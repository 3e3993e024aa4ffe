import type { DkimQueryData, KeyReport } from '../../core/dkim/index.ts';
import type { Paint, View } from '../types.ts';

/** What is said, then each record. */
export const dkimQueryView: View<DkimQueryData> = ({ data, findings }, paint, verbosity) => {
  const shown = findings.filter(({ severity }) => verbosity >= 0 || (severity !== 'ok' && severity !== 'info'));
  const said = shown.map(({ severity, title, detail, fix }) => {
    const mend = fix === undefined || severity === 'ok' ? '' : `\n    ${paint.dim(fix)}`;
    return `${paint.mark(severity)} ${title}${detail === undefined ? '' : `: ${detail}`}${mend}`;
  });
  if (verbosity < 0) return said.join('\n');
  return [`Key ${paint.strong(data.name)}: ${data.status}`, ...data.records.flatMap(recordLines(paint)), ...said].join(
    '\n',
  );
};

const recordLines =
  (paint: Paint) =>
  (record: KeyReport): readonly string[] => {
    const row = (label: string, value: string | undefined): string[] =>
      value === undefined || value === '' ? [] : [`  ${label.padEnd(9)} ${value}`];
    return [
      ...row('record', paint.dim(record.text)),
      ...row('key', record.keyType && `${record.keyType}${record.bits === undefined ? '' : ` ${record.bits} bits`}`),
      ...row('hashes', record.hashes?.join(' ')),
      ...row('services', record.services?.join(' ')),
      ...row(
        'flags',
        [record.testing ? 'testing' : '', record.strict ? 'no subdomains' : ''].filter(Boolean).join(', '),
      ),
      ...row('notes', record.notes),
      ...row('fault', record.detail),
    ];
  };
