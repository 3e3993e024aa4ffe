import type { CrlShowData, ShownCrl, ShownEntry } from '../../core/crl/index.ts';
import type { Paint, View } from '../types.ts';

/** What the list is, then its entries. */
export const crlShowView: View<CrlShowData> = ({ data, findings }, paint, verbosity) => {
  const problems = findings.map(({ severity, title, detail }) => `${paint.mark(severity)} ${title}: ${detail ?? ''}`);
  const blocks = verbosity < 0 ? [] : data.crls.map((crl) => crlLines(crl, paint).join('\n'));
  return [...problems, ...blocks].join('\n');
};

function crlLines(crl: ShownCrl, paint: Paint): readonly string[] {
  const row = (label: string, value: string | undefined): string[] =>
    value === undefined || value === '' ? [] : [`  ${label.padEnd(13)} ${value}`];
  const reasons = Object.entries(crl.reasons).map(([reason, count]) => `${count} ${reason}`);
  const rest = crl.entries - crl.revoked.length;
  return [
    `${crl.kind === 'delta' ? 'Delta CRL' : 'CRL'} of ${paint.strong(crl.issuer)}`,
    ...row('version', String(crl.version)),
    ...row('number', crl.baseNumber === undefined ? crl.number : `${crl.number}, on base ${crl.baseNumber}`),
    ...row('this update', crl.thisUpdate),
    ...row('next update', crl.nextUpdate ?? 'not said'),
    ...row('signature', `${crl.signatureAlgorithm}${signatureWord(crl)}`),
    ...row('key id', crl.authorityKeyId),
    ...row('scope', crl.scope.join('; ')),
    ...row('deltas at', crl.deltas.join(', ')),
    ...row('extensions', crl.extensions.join(', ')),
    ...row('size', `${crl.sizeBytes} octets`),
    ...row('entries', `${crl.entries}${reasons.length === 0 ? '' : `: ${reasons.join(', ')}`}`),
    ...crl.revoked.map((entry) => `    ${entryText(entry)}`),
    ...(rest > 0 ? [paint.dim(`    … and ${rest} more (--limit)`)] : []),
    ...(crl.found === undefined ? [] : row('asked for', `${entryText(crl.found)}: listed`)),
  ];
}

const signatureWord = ({ isSignatureGood }: ShownCrl): string =>
  isSignatureGood === undefined ? '' : isSignatureGood ? ', verified' : ', not verified';

function entryText({ serial, date, reason, invalidityDate, issuer }: ShownEntry): string {
  const since = invalidityDate === undefined ? '' : `, invalid since ${invalidityDate}`;
  const of = issuer === undefined ? '' : ', of another issuer';
  return `${serial}  ${date}${reason === undefined ? '' : `  ${reason}`}${since}${of}`;
}
