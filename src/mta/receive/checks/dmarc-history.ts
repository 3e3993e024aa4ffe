/** `dmarc_history_file`: one group of lines a message, as the tools that make aggregate reports read them. */
import { appendFile } from 'node:fs/promises';
import type { Evaluation } from '../../../core/dmarc/index.ts';
import type { Session } from '../session.ts';

/** Numbers of results, as libopendmarc has them. */
const RESULTS: Readonly<Record<string, number>> = {
  pass: 0,
  softfail: 2,
  neutral: 3,
  temperror: 4,
  permerror: 5,
  none: 6,
  fail: 7,
  policy: 8,
};
const NOT_RUN = 11;
const POLICIES = { absent: 14, pass: 15, reject: 16, quarantine: 17, none: 18 } as const;
const ACTIONS = { reject: 0, none: 2, quarantine: 4 } as const;
const ALIGNED = 4;
const NOT_ALIGNED = 5;

/** Nothing where no file is named, where the domain has no record, or where nothing is kept. */
export async function appendHistory(session: Session, evaluation: Evaluation): Promise<void> {
  if (session.shared.ports.isRehearsal || evaluation.discovery.policy === undefined) return;
  const file = await session.expanded('dmarc_history_file');
  if (file?.kind !== 'text' || file.text === '') return;
  try {
    await appendFile(file.text, historyOf(session, evaluation), { mode: 0o640 });
  } catch (cause) {
    session.logTrouble(`failed to write the DMARC history file ${file.text}: ${(cause as NodeJS.ErrnoException).code}`);
  }
}

export function historyOf(
  session: Session,
  { author, discovery, disposition, result, identifiers }: Evaluation,
): string {
  const { record, domain } = discovery.policy!;
  const { spf, dkim } = session.checks;
  const code = (letter: string): number => letter.charCodeAt(0);
  const alignment = (mechanism: string): number =>
    identifiers.some((one) => one.mechanism === mechanism && one.isAligned && one.result === 'pass')
      ? ALIGNED
      : NOT_ALIGNED;
  const rows: readonly (readonly [name: string, value: string | number])[] = [
    ['job', session.message?.id ?? ''],
    ['reporter', session.facts.primaryHostname],
    ['received', Math.floor(session.now() / 1000)],
    ['ipaddr', session.connection.client?.address ?? ''],
    ['from', author],
    ['mfrom', session.message?.sender.replace(/^.*@/s, '') ?? ''],
    ['spf', spf === undefined ? NOT_RUN : (RESULTS[spf.verdict.result] ?? NOT_RUN)],
    ...(dkim?.verdicts ?? []).map(
      ({ domain: d = '', selector = '', result: r }) => ['dkim', `${d} ${selector} ${RESULTS[r] ?? NOT_RUN}`] as const,
    ),
    ['pdomain', domain],
    ['policy', result === 'pass' ? POLICIES.pass : POLICIES[disposition]],
    ...(record.rua.length === 0 ? [['rua', '-'] as const] : record.rua.map(({ uri }) => ['rua', uri] as const)),
    ['pct', record.pct],
    ['adkim', code(record.adkim)],
    ['aspf', code(record.aspf)],
    ['p', code(record.p)],
    ['sp', code(record.sp ?? record.p)],
    ['align_dkim', alignment('dkim')],
    ['align_spf', alignment('spf')],
    ['action', result === 'pass' ? ACTIONS.none : ACTIONS[disposition]],
  ];
  return rows.map(([name, value]) => `${name} ${oneLine(String(value))}\n`).join('');
}

/** What strangers chose ends no line. */
const oneLine = (text: string): string => text.replace(/[\r\n]/g, ' ');
