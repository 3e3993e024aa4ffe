import type { Finding, Severity } from '../../base/index.ts';
import type { BatteryData, CaseReport } from '../../core/proxy/index.ts';
import type { Paint, View } from '../types.ts';

/** Reactions as a table, a case a line; then what is to be said of the server. */
export const proxyBatteryView: View<BatteryData> = ({ data, findings }, paint, verbosity) => {
  const shown = verbosity < 0 ? data.cases.filter(({ judgement }) => MARKS[judgement] !== 'ok') : data.cases;
  const rows = shown.flatMap((one) => caseLines(one, paint, verbosity > 0));
  const about = findings.filter(({ evidence }) => evidence?.case === undefined || verbosity > 0);
  return [headLine(data, paint), ...rows, ...about.flatMap((one) => findingLines(one, paint)), countLine(data)].join(
    '\n',
  );
};

function headLine({ host, port, address, cases }: BatteryData, paint: Paint): string {
  const where = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  const at = address === host ? '' : ` (${address})`;
  return `${paint.strong(where)}${at}: ${cases.length} cases`;
}

const MARKS: Readonly<Record<CaseReport['judgement'], Severity>> = {
  'as-expected': 'ok',
  free: 'ok',
  'too-lax': 'error',
  'too-strict': 'warn',
  'believed-decoy': 'error',
  undecided: 'unknown',
};

const ID_WIDTH = 24;

function caseLines(one: CaseReport, paint: Paint, all: boolean): readonly string[] {
  const { id, title, expected, reaction, afterMs, shownClient, judgement, said } = one;
  const client = shownClient === undefined ? '' : ` as ${shownClient}`;
  const wanted = judgement === 'as-expected' ? '' : ` (${expected === 'either' ? 'left to it' : `should ${expected}`})`;
  const mark = paint.mark(MARKS[judgement]);
  const line = `${mark} ${id.padEnd(ID_WIDTH)} ${`${reaction}${client}${wanted}`.padEnd(34)} ${paint.dim(`${afterMs} ms`)}`;
  return all ? [`${line}  ${title}`, ...said.map((reply) => `    ${paint.dim(reply)}`)] : [line];
}

function findingLines({ severity, title, detail, fix, id }: Finding, paint: Paint): readonly string[] {
  const mend = fix === undefined || severity === 'ok' ? [] : [`    ${paint.dim(fix)}`];
  return [
    `${paint.mark(severity)} ${title}${detail === undefined ? '' : `: ${detail}`} ${paint.dim(`[${id}]`)}`,
    ...mend,
  ];
}

function countLine({ cases }: BatteryData): string {
  const count = (...which: readonly CaseReport['judgement'][]): number =>
    cases.filter(({ judgement }) => which.includes(judgement)).length;
  const parts = [
    `${count('as-expected')} as expected`,
    `${count('free')} left to the server`,
    `${count('too-lax', 'believed-decoy')} too lax`,
    `${count('too-strict')} too strict`,
    `${count('undecided')} undecided`,
  ];
  return `${parts.filter((part) => !part.startsWith('0 ')).join(', ')}.`;
}
