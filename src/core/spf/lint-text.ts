/** Records that are in a file or on the command line, read and judged without DNS: what `spf lint` shows. */
import { type Finding, type Report, say } from '../../base/index.ts';
import { parseZoneText, RR } from '../dns/index.ts';
import { textsOf } from './find-record.ts';
import * as lint from './findings/lint.ts';
import { faultFinding } from './findings/say.ts';
import { isSpfRecord, parseRecord } from './grammar/record.ts';
import { lintRecord } from './lint.ts';

export interface SpfLintData {
  readonly records: readonly LintedRecord[];
}

export interface LintedRecord {
  /** Where a domain, or a zone file, says it. */
  readonly domain?: string;
  readonly record?: string;
  /** It can be read (RFC 7208 §12). */
  readonly valid: boolean;
  /** Of a domain: of a sender that matches nothing. */
  readonly lookups?: number;
  readonly voids?: number;
}

export interface TextRecord {
  readonly domain?: string;
  readonly text: string;
}

export function lintTexts(records: readonly TextRecord[]): Report<SpfLintData> {
  const judged = records.map(judge);
  const findings = judged.flatMap(({ findings: each }) => each);
  const isGood = findings.every(({ severity }) => severity === 'info');
  return {
    findings: isGood ? [say(lint.good), ...findings] : findings,
    data: { records: judged.map(({ data }) => data) },
  };
}

function judge({ text, domain }: TextRecord): { readonly findings: readonly Finding[]; readonly data: LintedRecord } {
  const about = { ...(domain !== undefined && { domain }), record: text };
  if (!isSpfRecord(text)) {
    const scope = domain === undefined ? {} : { domain };
    return {
      findings: [say(lint.noVersion, { scope, detail: JSON.stringify(text.slice(0, 60)) })],
      data: { ...about, valid: false },
    };
  }
  const parsed = parseRecord(text);
  return parsed.ok
    ? { findings: lintRecord(parsed.value, domain), data: { ...about, valid: true } }
    : { findings: parsed.error.map((fault) => faultFinding(fault, domain)), data: { ...about, valid: false } };
}

/**
 * The SPF records of a file: TXT records in zone-file form, or one record a line, quoted or not.
 *
 * @returns at least one; a file without any gives its first line, which then is no record
 */
export function recordsIn(text: string, file: string): readonly TextRecord[] {
  const zone = parseZoneText(text, { file, origin: '' });
  const inZone = zone.ok ? zone.value.filter(({ type }) => type === RR.TXT) : [];
  const named = inZone.flatMap((record) =>
    textsOf({ records: [record] }).map((each) => ({ domain: record.name, text: each })),
  );
  const fromZone = named.filter((each) => /^v=spf/i.test(each.text));
  if (fromZone.length > 0) return fromZone;
  const lines = text
    .split(/\r?\n/)
    .map(unquoted)
    .filter((line) => line.trim() !== '');
  const records = lines.filter((line) => /^v=spf/i.test(line));
  return (records.length > 0 ? records : lines.slice(0, 1)).map((each) => ({ text: each }));
}

/** `"v=spf1 a " "-all"`: the strings joined, as DNS does. */
function unquoted(line: string): string {
  const strings = [...line.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, inner = '']) => inner.replace(/\\(.)/g, '$1'));
  return strings.length > 0 && /^\s*"/.test(line) ? strings.join('') : line;
}
