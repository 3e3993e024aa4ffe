/** One self-contained HTML page: no script, nothing loaded from elsewhere. */
import type { Finding } from '../../base/index.ts';
import { isError, type Outcome } from '../command/envelope.ts';
import type { Part, Parts } from '../types.ts';
import type { Format } from './types.ts';
import { scopeOf, sentenceOf, titleOf } from './words.ts';
import { escapeXml } from './xml.ts';

const STYLE =
  'body{font:16px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem}table{border-collapse:collapse;width:100%}' +
  'td,th{border-bottom:1px solid #ccc;padding:.4rem;text-align:left;vertical-align:top;overflow-wrap:anywhere}' +
  '.ok{color:#17692f}.info{color:#0b5a8a}.warn{color:#8a5a00}.error{color:#b00020}.unknown{color:#6a1b9a}';

export const html: Format = {
  render(outcomes, { parts }) {
    const body = outcomes.map((outcome) => section(outcome, parts)).join('\n');
    const head = `<meta charset="utf-8"><title>mxray</title><style>${STYLE}</style>`;
    return `<!doctype html>\n<html lang="en"><head>${head}</head><body>\n${body}\n</body></html>\n`;
  },
};

function section(outcome: Outcome, parts?: Parts<unknown>): string {
  if (isError(outcome)) return `<h2>mxray</h2><p class="error">${escapeXml(outcome.error.message)}</p>`;
  const rows = outcome.findings.map(row).join('\n');
  const table = `<table><tr><th></th><th>Where</th><th>What</th><th>How to mend it</th></tr>\n${rows}\n</table>`;
  return `<h2>${escapeXml(titleOf(outcome))}: ${outcome.verdict}</h2>\n${partTable(parts?.(outcome.data) ?? [])}${rows === '' ? '<p>No findings.</p>' : table}`;
}

function partTable(parts: readonly Part[]): string {
  if (parts.length === 0) return '';
  const rows = parts.map(
    ({ title, verdict, summary }) =>
      `<tr><td class="${CLASSES[verdict]}">${verdict}</td><td>${escapeXml(title)}</td><td>${escapeXml(summary)}</td></tr>`,
  );
  return `<table>\n${rows.join('\n')}\n</table>\n`;
}

const CLASSES: Readonly<Record<Part['verdict'], string>> = {
  pass: 'ok',
  warn: 'warn',
  fail: 'error',
  unknown: 'unknown',
};

function row(finding: Finding): string {
  const { severity, fix = '' } = finding;
  const cells = [scopeOf(finding), sentenceOf(finding), fix].map((text) => `<td>${escapeXml(text)}</td>`).join('');
  return `<tr><td class="${severity}">${severity}</td>${cells}</tr>`;
}
