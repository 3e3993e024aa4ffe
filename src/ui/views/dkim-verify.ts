import type { ArcReport } from '../../core/arc/index.ts';
import type { DkimVerifyData, FieldDifference, SignatureReport } from '../../core/dkim/index.ts';
import type { Paint, View } from '../types.ts';
import { arcLines } from './arc.ts';

/** Data of `mxray dkim verify`. */
export interface DkimVerifyShown extends DkimVerifyData {
  /** Of a message with ARC fields. */
  readonly arc?: ArcReport;
  /** The field to put on top, with its folds. */
  readonly authenticationResults: string;
}

/** What is said, then each signature, the ARC chain, where the bodies part; the field to put on top for those who ask. */
export const dkimVerifyView: View<DkimVerifyShown> = ({ data, findings }, paint, verbosity) => {
  const shown = findings.filter(({ severity }) => verbosity >= 0 || (severity !== 'ok' && severity !== 'info'));
  const said = shown.map(({ severity, title, detail, fix, scope }) => {
    const of = scope.domain === undefined ? '' : `${scope.domain}: `;
    const mend = fix === undefined || severity === 'info' || severity === 'ok' ? '' : `\n    ${paint.dim(fix)}`;
    return `${paint.mark(severity)} ${of}${title}${detail === undefined ? '' : `: ${detail}`}${mend}`;
  });
  const blocks = verbosity < 0 ? [] : data.signatures.map((one) => signatureLines(one, paint).join('\n'));
  const chain = verbosity < 0 || data.arc === undefined ? [] : arcLines(data.arc, paint);
  const field = verbosity > 0 ? ['', data.authenticationResults] : [];
  return [
    ...said,
    ...blocks,
    ...chain,
    ...differenceLines(data, paint),
    ...fieldLines('Header fields not as in the original (canonical form):', data.fieldDifferences, paint),
    ...field,
  ].join('\n');
};

function signatureLines(one: SignatureReport, paint: Paint): readonly string[] {
  const row = (label: string, value: string | number | undefined): string[] =>
    value === undefined ? [] : [`  ${label.padEnd(12)} ${value}`];
  const colour = one.result === 'pass' ? paint.good : one.result === 'temperror' ? paint.warn : paint.bad;
  return [
    `Signature of ${paint.strong(one.domain ?? 'nobody')}: ${colour(one.result)} (${one.reason})`,
    ...row('selector', one.selector),
    ...row('identity', one.identity),
    ...row('algorithm', one.algorithm),
    ...row('key', keyWords(one)),
    ...row('canonical', one.canonicalization),
    ...row('signed', one.signedFields?.join(' ')),
    ...row('made', one.signedAt),
    ...row('expires', one.expiresAt),
    ...row('body length', one.bodyLength),
    ...hashLines(one),
    ...fieldLines('  not as in z=', one.changedFields, paint),
  ];
}

function keyWords({ key }: SignatureReport): string | undefined {
  if (key === undefined) return undefined;
  const bits = key.bits === undefined ? '' : ` ${key.bits} bits`;
  return `${key.type}${bits}, DNSSEC ${key.dnssec}${key.testing ? ', testing' : ''}`;
}

function hashLines({ bodyHash }: SignatureReport): readonly string[] {
  if (bodyHash === undefined || bodyHash.signed === bodyHash.computed) return [];
  return [`  body hash    ${bodyHash.signed} was signed`, `               ${bodyHash.computed} is what the body has`];
}

function fieldLines(head: string, fields: readonly FieldDifference[] | undefined, paint: Paint): readonly string[] {
  if (fields === undefined || fields.length === 0) return [];
  return [
    head,
    ...fields.flatMap(({ name, original, message }) => [
      paint.good(`    - ${original ?? `no ${name}`}`),
      paint.bad(`    + ${message ?? `no ${name}`}`),
    ]),
  ];
}

function differenceLines({ differences }: DkimVerifyData, paint: Paint): readonly string[] {
  if (differences === undefined) return [];
  if (differences.length === 0) return ['The bodies are the same in canonical form.'];
  return [
    'Where the bodies part (canonical form):',
    ...differences.flatMap(({ line, original, message }) => [
      ...(original === undefined ? [] : [paint.good(`  ${line} - ${original}`)]),
      ...(message === undefined ? [] : [paint.bad(`  ${line} + ${message}`)]),
    ]),
  ];
}
