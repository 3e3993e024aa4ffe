/** Markdown, for issues and job summaries: a heading and a table for each target. */
import type { Finding } from '../../base/index.ts';
import { isError, type Outcome } from '../command/envelope.ts';
import type { Part, Parts } from '../types.ts';
import type { Format } from './types.ts';
import { scopeOf, sentenceOf, titleOf } from './words.ts';

export const md: Format = {
  render: (outcomes, { parts }) => outcomes.map((outcome) => section(outcome, parts)).join('\n'),
};

function section(outcome: Outcome, parts?: Parts<unknown>): string {
  if (isError(outcome)) return `## mxray: ${cell(outcome.error.code)}\n\n${cell(outcome.error.message)}\n`;
  const rows = outcome.findings.map(row).join('');
  const table = rows === '' ? 'No findings.\n' : `| | Where | What | How to mend it |\n|---|---|---|---|\n${rows}`;
  return `## ${cell(titleOf(outcome))}: ${outcome.verdict}\n\n${partTable(parts?.(outcome.data) ?? [])}${table}`;
}

function partTable(parts: readonly Part[]): string {
  if (parts.length === 0) return '';
  const rows = parts.map(({ title, verdict, summary }) => `| **${verdict}** | ${cell(title)} | ${cell(summary)} |\n`);
  return `| | | |\n|---|---|---|\n${rows.join('')}\n`;
}

function row(finding: Finding): string {
  const cells = [
    `**${finding.severity}**`,
    cell(scopeOf(finding)),
    `${cell(sentenceOf(finding))} (\`${finding.id}\`)`,
    cell(finding.fix ?? ''),
  ];
  return `| ${cells.join(' | ')} |\n`;
}

/** Nothing a peer says becomes markup. */
const cell = (text: string): string => text.replace(/[\\`*_{}[\]<>#|!~]/g, '\\$&').replace(/[\r\n]+/g, ' ');
