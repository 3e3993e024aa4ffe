/** The Authentication-Results and ARC-Authentication-Results fields of a message, explained. */
import { type Finding, type Report, say } from '../../base/index.ts';
import type { Field } from '../message/index.ts';
import { readArcInfo } from './arc-info.ts';
import { absent, lenient, none, readable, unreadable, untrusted, version } from './findings/rows.ts';
import { explainMethod, explainResult } from './methods.ts';
import { parseAuthenticationResults } from './read.ts';
import { authservIds, isOf, trustedFields } from './trusted.ts';
import type { Leniency, MethodResult, Unreadable } from './types.ts';

export interface ShowData {
  /** From the top of the header down; of both kinds. */
  readonly fields: readonly ShownField[];
}

export interface ShownField {
  readonly name: 'Authentication-Results' | 'ARC-Authentication-Results';
  /** i= of ARC. */
  readonly instance?: number;
  readonly authservId?: string;
  readonly version?: number;
  readonly comment?: string;
  /** With an authserv-id that is believed: whether this field is. */
  readonly trusted?: boolean;
  readonly results: readonly ExplainedResult[];
  readonly leniencies: readonly Leniency[];
  readonly error?: Unreadable;
}

export interface ExplainedResult extends MethodResult {
  /** What the method asks, where it is known. */
  readonly asks?: string;
  /** What the result means. */
  readonly meaning?: string;
}

const NAMES = {
  'authentication-results': 'Authentication-Results',
  'arc-authentication-results': 'ARC-Authentication-Results',
} as const;

/** @param authservId  whose word is believed */
export function showResults(header: readonly Field[], authservId?: string): Report<ShowData> {
  const trusted = authservId === undefined ? undefined : trustedFields(header, authservId);
  const shown = header.flatMap((field) => {
    const name = Object.hasOwn(NAMES, field.name) ? NAMES[field.name as keyof typeof NAMES] : undefined;
    return name === undefined ? [] : [showField(name, field, trusted?.has(field))];
  });
  return {
    data: { fields: shown },
    findings: [...fieldFindings(shown), ...(authservId === undefined ? [] : trustFindings(header, shown, authservId))],
  };
}

function showField(name: ShownField['name'], { text, valueAt }: Field, isTrusted: boolean | undefined): ShownField {
  const value = Buffer.from(text.slice(valueAt), 'latin1').toString('utf8');
  const isArc = name === 'ARC-Authentication-Results';
  const info = isArc ? readArcInfo(value) : undefined;
  const head = {
    name,
    ...(info !== undefined && { instance: Number(info.instance.slice(0, 9)) }),
    ...(isTrusted !== undefined && !isArc && { trusted: isTrusted }),
  };
  if (isArc && info === undefined)
    return { ...head, results: [], leniencies: [], error: { code: 'syntax', detail: 'it does not begin with i=N;' } };
  const read = parseAuthenticationResults(info?.payload ?? value);
  if (!read.ok) return { ...head, results: [], leniencies: [], error: read.error };
  return { ...head, ...read.value, results: read.value.results.map(explained) };
}

function explained(result: MethodResult): ExplainedResult {
  const asks = explainMethod(result.method);
  const meaning = explainResult(result.method, result.result);
  return { ...result, ...(asks !== undefined && { asks }), ...(meaning !== undefined && { meaning }) };
}

function fieldFindings(shown: readonly ShownField[]): readonly Finding[] {
  if (shown.length === 0) return [say(none)];
  const told = shown.flatMap(({ name, authservId, leniencies, error, version: of = 1 }) => {
    const who = `${name}${authservId === undefined ? '' : ` of ${authservId}`}`;
    if (error !== undefined) return [say(unreadable, { detail: `${who}: ${error.detail}` })];
    return [
      ...(of === 1 ? [] : [say(version, { detail: `${who}: version ${of}` })]),
      ...leniencies.map(({ detail }) => say(lenient, { detail: `${who}: ${detail}` })),
    ];
  });
  return told.length === 0 ? [say(readable)] : told;
}

function trustFindings(header: readonly Field[], shown: readonly ShownField[], wanted: string): readonly Finding[] {
  if (!shown.some(({ trusted }) => trusted)) {
    const ids = authservIds(header);
    return [say(absent, { detail: ids.length === 0 ? 'there is no field' : `there are those of ${ids.join(', ')}` })];
  }
  const forged = shown.filter(
    ({ trusted, authservId, version: of = 0 }) =>
      trusted === false && authservId !== undefined && isOf({ authservId, version: of }, wanted),
  );
  return forged.map(({ authservId }) => say(untrusted, { detail: `a field of ${authservId}` }));
}
