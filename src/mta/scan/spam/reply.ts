/** What spamd and rspamd answer, read. */

export interface SpamReply {
  readonly score: number;
  readonly threshold: number;
  readonly action: string;
  readonly report: string;
}

const NUMBER = '\\s*([-+]?[0-9.]+(?:e[-+]?\\d+)?)';

const REPORT = new RegExp(
  `^SPAMD/\\S{1,7} 0 EX_OK\\s+Content-length:\\s*\\d+\\s+(?:Spam:[^\\n]*\\s+)?${NUMBER}\\s*/${NUMBER}\\s*`,
  'i',
);
/** Before 2.50. */
const OLDER_REPORT = new RegExp(`^SPAMD/\\S{1,7} 0 EX_OK\\s+Spam:\\s*\\S+\\s*;${NUMBER}\\s*/${NUMBER}\\s*`, 'i');

export function readSpamdReply(text: string): SpamReply | undefined {
  const match = REPORT.exec(text) ?? OLDER_REPORT.exec(text);
  if (match === null) return undefined;
  const [whole, score, threshold] = match;
  const [ours, theirs] = [Number(score), Number(threshold)];
  if (Number.isNaN(ours) || Number.isNaN(theirs)) return undefined;
  const action = ours >= theirs ? 'reject' : 'no action';
  return { score: ours, threshold: theirs, action, report: text.slice(whole.length) };
}

const METRIC = new RegExp(
  `^RSPAMD/\\S{1,7} 0 EX_OK\\s+Metric:\\s*default;\\s*\\S{1,7}${NUMBER}\\s*/${NUMBER}\\s*/${NUMBER}\\s*`,
  'i',
);

const MAX_ACTION = 31;

export function readRspamdReply(text: string): SpamReply | undefined {
  const match = METRIC.exec(text);
  if (match === null) return undefined;
  const [whole, score, threshold] = match;
  const report = text.slice(whole.length);
  const action = /^Action: ([^\r\n]*)/.exec(report)?.[1]?.slice(0, MAX_ACTION) ?? '';
  const [ours, theirs] = [Number(score), Number(threshold)];
  return Number.isNaN(ours) || Number.isNaN(theirs) ? undefined : { score: ours, threshold: theirs, action, report };
}

/** A line behind another continues it, as in a header. */
const reportText = (report: string): string =>
  report
    .replaceAll('\r', '')
    .replaceAll('\n', '\n ')
    .replace(/[\0- ]+$/, '');

const MAX_BAR = 51;

function barOf(score: number): string {
  const length = Math.min(Math.trunc(Math.abs(score)), MAX_BAR);
  return length === 0 ? '/' : (score > 0 ? '+' : '-').repeat(length);
}

/** `$spam_…` by their names. */
export const spamVariables = ({ score, action, report }: SpamReply): Readonly<Record<string, string>> => ({
  spam_score: score.toFixed(1),
  spam_score_int: String(Math.trunc((score + 0.001) * 10)),
  spam_bar: barOf(score),
  spam_report: reportText(report),
  spam_action: action,
});
