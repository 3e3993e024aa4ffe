/** What `ocsp show` has to say beyond the fields: what cannot be read, and what is out of date or missing. */
import type { Finding, Report, Scope } from '../../base/index.ts';
import { dateFindings } from './findings/dates.ts';
import { say } from './findings/define.ts';
import { formFindings, statusFindings } from './findings/outer.ts';
import { statusRevoked, statusUnknown } from './findings/status.ts';
import { warningFindings } from './findings/warnings.ts';
import type { OcspObject } from './proof.ts';
import { type ShownRequest, type ShownResponse, type ShownSingle, showOcsp } from './show.ts';
import type { StatusCode } from './types.ts';
import { DEFAULT_SKEW_MS } from './verify/singles.ts';

export interface ShownFile {
  readonly file: string;
  readonly form: 'DER' | 'PEM';
  readonly octets: number;
  /** Absent where it cannot be read. */
  readonly content?: ShownResponse | ShownRequest;
}

export interface OcspShowData {
  /** An entry for each object: a PEM file may have several. */
  readonly files: readonly ShownFile[];
}

export interface ReadFile {
  readonly file: string;
  readonly objects: readonly OcspObject[];
}

/** What does not verify is not judged here: warnings alone, except for what cannot be read. */
export function reportShown(files: readonly ReadFile[], at: Date): Report<OcspShowData> {
  const shown = files.flatMap(({ file, objects }) => objects.map((object) => showOne(file, object, at)));
  return { data: { files: shown.map(({ data }) => data) }, findings: shown.flatMap(({ findings }) => findings) };
}

function showOne(file: string, object: OcspObject, at: Date): { data: ShownFile; findings: readonly Finding[] } {
  const outer = { file, form: object.form, octets: object.der.length };
  const content = showOcsp(object);
  if (!content.ok)
    return { data: outer, findings: [say(formFindings.malformed, { scope: { file }, detail: content.error.message })] };
  const findings = content.value.kind === 'request' ? [] : remarks(content.value, { file }, at);
  return { data: { ...outer, content: content.value }, findings };
}

function remarks(response: ShownResponse, scope: Scope, at: Date): readonly Finding[] {
  if (response.status !== 'successful') {
    const row = statusFindings[response.status as StatusCode] ?? statusFindings['response-status'];
    return [say(row, { scope, severity: 'warn' })];
  }
  const ends = response.certificates.filter(({ isOcspSigner }) => isOcspSigner);
  return response.responses.flatMap((single) => [
    ...singleRemarks(single, scope, at),
    ...endRemarks(single, ends, scope),
  ]);
}

function singleRemarks(single: ShownSingle, scope: Scope, at: Date): readonly Finding[] {
  const { serial, status, thisUpdate, nextUpdate } = single;
  const warn = (row: Parameters<typeof say>[0], detail: string): Finding =>
    say(row, { scope, severity: 'warn', detail: `serial ${serial}: ${detail}` });
  const isFuture = Date.parse(thisUpdate) > at.getTime() + DEFAULT_SKEW_MS;
  const isPast = nextUpdate !== undefined && Date.parse(nextUpdate) < at.getTime() - DEFAULT_SKEW_MS;
  return [
    ...(status === 'revoked' ? [warn(statusRevoked, `at ${single.revokedAt}`)] : []),
    ...(status === 'unknown' ? [warn(statusUnknown, 'unknown')] : []),
    ...(isFuture ? [warn(dateFindings['not-yet-valid'], thisUpdate)] : []),
    ...(isPast ? [warn(dateFindings.expired, nextUpdate)] : []),
    ...(nextUpdate === undefined ? [warn(warningFindings['no-next-update'], 'no nextUpdate')] : []),
  ];
}

function endRemarks(
  { nextUpdate }: ShownSingle,
  signers: ShownResponse['certificates'],
  scope: Scope,
): readonly Finding[] {
  const first = signers.find(
    ({ notAfter }) => nextUpdate !== undefined && Date.parse(notAfter) < Date.parse(nextUpdate),
  );
  if (first === undefined) return [];
  return [say(warningFindings['signer-ends-first'], { scope, detail: `${first.subject} ends at ${first.notAfter}` })];
}
