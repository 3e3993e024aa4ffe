import type { Severity } from '../../base/index.ts';
import type { QueryData } from '../../core/dns/index.ts';
import type { Paint, View } from '../types.ts';

type Answered = QueryData['answers'][number];
type Reason = QueryData['reasons'][number];

/** The answer first, as a zone file would have it; then why it has its status, when that is asked for or worth knowing. */
export const dnsQueryView: View<QueryData> = ({ data, findings }, paint, verbosity) => {
  const { status, reasons } = data;
  const head = `${paint.mark(SEVERITY_OF[status])} ${paint.strong(`${data.name} ${data.type}`)}: ${status}, ${data.rcode}`;
  if (verbosity < 0) return [head, ...data.answers.map(recordLine)].join('\n');
  const via = data.server === undefined ? '' : paint.dim(` (by ${data.server})`);
  const aliases = data.aliases.map(({ from, to }) => `  ${from}. is an alias of ${to}.`);
  const why = verbosity > 0 || status !== 'secure' ? ['', ...reasons.map((reason) => reasonLine(reason, paint))] : [];
  const fixes = findings.flatMap(({ fix }) => (fix === undefined ? [] : [`    fix: ${fix}`]));
  return [head + via, ...aliases, ...data.answers.map(recordLine), ...why, ...fixes].join('\n');
};

function recordLine({ name, ttlSeconds, type, data }: Answered): string {
  return `  ${name === '.' ? '.' : `${name}.`} ${ttlSeconds} IN ${type} ${data}`;
}

function reasonLine({ severity, text, code }: Reason, paint: Paint): string {
  return `  ${paint.mark(severity)} ${text}${severity === 'ok' ? '' : paint.dim(` [${code}]`)}`;
}

const SEVERITY_OF: { readonly [status in QueryData['status']]: Severity } = {
  secure: 'ok',
  insecure: 'info',
  bogus: 'error',
  indeterminate: 'unknown',
};
