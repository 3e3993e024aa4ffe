import type { DsnParseData, ParsedMessage, ReportedRecipient, TypedValue } from '../../core/dsn/index.ts';
import type { Paint, View } from '../types.ts';
import { findingLines } from './finding-lines.ts';

/** Each report: what it comes to, its recipients, what came back; then what there is to say. */
export const dsnParseView: View<DsnParseData> = ({ data, target, findings }, paint, verbosity) => {
  const all = data.messages ?? [{ source: target ?? 'the message', ...data }];
  if (verbosity < 0) return `${data.kind}: ${data.recipients.length} recipients in ${all.length} messages`;
  const reports = all.filter(({ form }) => form !== undefined);
  return [...reports.flatMap((one) => [...block(one, paint), '']), ...findingLines(findings, paint, verbosity)]
    .join('\n')
    .trimEnd();
};

function block(one: ParsedMessage, paint: Paint): readonly string[] {
  const { original, recipients = [] } = one;
  return [
    `${paint.strong(one.source)}: ${one.kind}`,
    ...row('from', typed(one.reportingMta)),
    ...row('gateway', typed(one.dsnGateway)),
    ...row('received', typed(one.receivedFromMta)),
    ...row('envelope id', one.originalEnvelopeId),
    ...row('arrived', one.arrivalDate),
    ...(one.extensions ?? []).flatMap(({ name, value }) => row(name, value)),
    ...recipients.flatMap((each) => recipientLines(each, paint)),
    ...row('original', original === undefined ? undefined : originalWords(original)),
  ];
}

function recipientLines(one: ReportedRecipient, paint: Paint): readonly string[] {
  const colour = one.action === 'failed' ? paint.bad : one.action === 'delayed' ? paint.warn : paint.good;
  const final = one.finalRecipient?.value;
  const status = one.status === undefined ? '' : ` ${one.status}`;
  return [
    `  ${one.address || 'nobody'}: ${colour(one.action ?? 'no action')}${status}`,
    ...deeper('meaning', one.meaning),
    ...deeper('final', final === one.address ? undefined : final),
    ...deeper('host', typed(one.remoteMta)),
    ...deeper('said', one.diagnostic?.value),
    ...deeper('tried', one.lastAttempt),
    ...deeper('until', one.willRetryUntil),
    ...deeper('log id', one.finalLogId),
    ...one.extensions.flatMap(({ name, value }) => deeper(name, value)),
  ];
}

function originalWords({ form, sizeBytes, messageId, subject }: NonNullable<ParsedMessage['original']>): string {
  if (form === 'none') return 'not returned';
  const about = [messageId, subject].filter((text) => text !== undefined).join(' ');
  return `${form === 'message' ? 'whole' : 'header'}, ${sizeBytes} octets${about === '' ? '' : `: ${about}`}`;
}

const typed = (value: TypedValue | undefined): string | undefined => value?.value;
const row = (label: string, value: string | undefined): readonly string[] =>
  value === undefined ? [] : [`  ${label.padEnd(12)} ${value}`];
const deeper = (label: string, value: string | undefined): readonly string[] =>
  value === undefined ? [] : [`    ${label.padEnd(10)} ${value}`];
