import type { BouncedRecipient, BounceKind, BounceParseData, ReadMessage } from '../../core/bounce/index.ts';
import type { Paint, View } from '../types.ts';
import { findingLines } from './finding-lines.ts';

/** Each message: its kind, how sure, whom it is about; of several, how many of each kind. */
export const bounceParseView: View<BounceParseData> = ({ data, target, findings }, paint, verbosity) => {
  if (verbosity < 0) return data.counts === undefined ? data.kind : countWords(data.counts);
  const all = data.messages ?? [
    { source: target ?? 'the message', family: 'none', confidence: 0, reason: '', ...data },
  ];
  const lines = all.flatMap((one) => [headLine(one, paint), ...one.recipients.flatMap((each) => recipientLines(each))]);
  const total = data.counts === undefined ? [] : ['', countWords(data.counts)];
  return [...lines, ...total, '', ...findingLines(findings, paint, verbosity)].join('\n').trimEnd();
};

function headLine({ source, kind, family, confidence, reason, subject }: ReadMessage, paint: Paint): string {
  const sure = kind === 'unknown' && confidence === 0 ? '' : ` (${family}, ${Math.round(confidence * 100)} % sure)`;
  const words = kind === 'unknown' ? reason : (subject ?? reason);
  return `${paint.strong(source)}: ${coloured(kind, paint)}${sure}${words === '' ? '' : ` ${paint.dim(words)}`}`;
}

function coloured(kind: BounceKind, paint: Paint): string {
  if (kind === 'hard') return paint.bad(kind);
  return kind === 'soft' || kind === 'delayed' ? paint.warn(kind) : kind;
}

function recipientLines({ address, status, replyCode, remoteHost, text, kind }: BouncedRecipient): readonly string[] {
  const code = [replyCode, status].filter((part) => part !== undefined).join(' ');
  const host = remoteHost === undefined ? '' : ` by ${remoteHost}`;
  return [
    `  ${address || 'nobody'}: ${[kind, code].filter((part) => part !== '').join(' ')}${host}`,
    ...(text === undefined ? [] : [`    ${text.slice(0, 200)}`]),
  ];
}

const countWords = (counts: Readonly<Record<BounceKind, number>>): string =>
  Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([kind, count]) => `${count} ${kind}`)
    .join(', ') || 'no messages';
