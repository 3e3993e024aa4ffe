/** What the record gives rise to say. */
import type { Finding } from '../../base/index.ts';
import { say } from './findings/define.ts';
import * as rows from './findings/record.ts';
import type { VersionedLookup } from './record/find.ts';
import { STS_VERSION } from './record/sts.ts';
import type { MtaStsCheckData, RecordReport } from './types.ts';

export function judgeRecord(
  data: MtaStsCheckData,
  { misses }: Pick<VersionedLookup, 'misses'>,
  isPolicyGiven: boolean,
): readonly Finding[] {
  const { domain, record } = data;
  const scope = { domain };
  const alias =
    record.alias === undefined
      ? []
      : [say(rows.recordAlias, { scope, detail: `${record.query} leads to ${record.alias}` })];
  return [
    ...outcomeFindings(data),
    ...misses.map((text) => say(rows.recordIgnored, { scope, detail: `"${shown(text)}": ${whyIgnored(text)}` })),
    ...alias,
    ...(isPolicyGiven && record.id !== undefined
      ? [say(rows.recordChangeId, { scope, detail: `the id is ${record.id} now` })]
      : []),
  ];
}

function outcomeFindings({ domain, record, policy, status }: MtaStsCheckData): readonly Finding[] {
  const scope = { domain };
  const { query, outcome, texts } = record;
  switch (outcome) {
    case 'failed':
      return [
        say(record.status === 'bogus' ? rows.recordBogus : rows.recordFailed, { scope, detail: record.error ?? query }),
      ];
    case 'none':
      return policy?.source === 'https' && policy.valid === true
        ? [
            say(rows.recordMissing, {
              scope,
              detail: `${query} has no TXT record that counts, and ${policy.url} has a policy`,
            }),
          ]
        : status === 'absent'
          ? [say(rows.recordNone, { scope, detail: `${query} has no TXT record that counts` })]
          : [];
    case 'several':
      return [say(rows.recordSeveral, { scope, detail: texts.map((text) => `"${shown(text)}"`).join(', ') })];
    case 'invalid':
      return [say(rows.recordInvalid, { scope, detail: `"${shown(texts[0]!)}": ${faultsOf(record)}` })];
    case 'valid':
      return [say(rows.recordFound, { scope, detail: `${query}: id ${record.id}` }), ...remarks(record, domain)];
  }
}

function remarks(record: RecordReport, domain: string): readonly Finding[] {
  const scope = { domain };
  const { faults, extensions } = record;
  return [
    ...(faults.length === 0 ? [] : [say(rows.recordOdd, { scope, detail: faultsOf(record) })]),
    ...(extensions.length === 0 ? [] : [say(rows.recordExtension, { scope, detail: extensions.join(', ') })]),
  ];
}

const faultsOf = ({ faults }: RecordReport): string => faults.map(({ detail }) => detail).join('; ');

function whyIgnored(text: string): string {
  if (text.startsWith(STS_VERSION)) return 'there is no semicolon behind the version';
  if (/^[\s"]/.test(text)) return 'something stands before the version';
  return 'the version is not spelled v=STSv1';
}

const shown = (text: string): string => text.replace(/[^\x20-\x7e]/g, '?').slice(0, 200);
