import type { Severity } from '../../base/index.ts';
import type { TraceData } from '../../core/dns/index.ts';
import type { Paint, View } from '../types.ts';

type Zone = TraceData['zones'][number];
type Step = TraceData['steps'][number];
type Signature = Zone['signatures'][number];

/** Zones from the trust anchor down, each with DS, keys and signature dates; then the answer, and where trust stops. */
export const dnssecTraceView: View<TraceData> = ({ data, findings }, paint, verbosity) => {
  const head = `${paint.strong(`${data.name} ${data.type}`)}: ${data.status}, ${data.rcode}`;
  if (verbosity < 0) return data.stops === undefined ? head : `${head}\n  ${data.stops.text}`;
  const zones = data.zones.map((zone) => zoneBlock(zone, paint, verbosity));
  const steps = data.steps.map((step) => stepBlock(step, paint));
  const advice = findings.filter(({ severity, id }) => severity !== 'ok' && id !== data.stops?.code);
  const notes = advice.map(({ severity, title, detail, fix }) =>
    [`${paint.mark(severity)} ${title}: ${detail ?? ''}`, ...(fix === undefined ? [] : [`    fix: ${fix}`])].join('\n'),
  );
  return [...zones, ...steps, ...stopLines(data, paint), ...notes, head].join('\n');
};

function zoneBlock(zone: Zone, paint: Paint, verbosity: number): string {
  const anchor = zone.anchored ? paint.dim(' (trust anchor)') : '';
  const ds = zone.ds.map(
    ({ keyTag, algorithmName, digestName, digest, matches }) =>
      `    DS     ${keyTag} ${algorithmName} ${digestName}${matches ? '' : paint.warn(' matches no key')}${verbosity > 0 ? ` ${digest}` : ''}`,
  );
  const keys = zone.keys.map(
    ({ keyTag, algorithmName, bits, role, revoked, signsKeys }) =>
      `    DNSKEY ${keyTag} ${algorithmName}${bits === undefined ? '' : ` ${bits} bits`}, ${role}${signsKeys ? ', signs the set' : ''}${revoked ? paint.warn(', revoked') : ''}`,
  );
  const signatures = zone.signatures.map((signature) => signatureLine(signature, paint));
  const nsec3 = zone.nsec3 && `    NSEC3  ${zone.nsec3.iterations} iterations, salt ${zone.nsec3.salt}`;
  const title = `${paint.mark(SEVERITY_OF[zone.status])} ${paint.strong(zone.zone)} ${zone.status}${anchor}`;
  return [title, ...ds, ...keys, ...signatures, ...(nsec3 === undefined ? [] : [nsec3])].join('\n');
}

function stepBlock(step: Step, paint: Paint): string {
  const what = step.records === 0 ? 'none' : `${step.records} record${step.records === 1 ? '' : 's'}`;
  const title = `${paint.mark(SEVERITY_OF[step.status])} ${paint.strong(`${step.name} ${step.type}`)} ${step.status}, ${what}`;
  return [title, ...step.signatures.map((signature) => signatureLine(signature, paint))].join('\n');
}

function signatureLine(
  { covers, keyTag, algorithmName, inception, expiration, period }: Signature,
  paint: Paint,
): string {
  const dates = `${inception} to ${expiration}`;
  const told = period === 'valid' ? dates : paint.bad(`${dates}, ${period}`);
  return `    RRSIG  ${covers} by ${keyTag} ${algorithmName}, ${told}`;
}

function stopLines({ stops, status }: TraceData, paint: Paint): readonly string[] {
  if (stops === undefined) return [];
  const at = stops.zone === undefined ? '' : ` at ${stops.zone}`;
  const line = `${paint.mark(SEVERITY_OF[status])} trust stops${at}: ${stops.text} ${paint.dim(`[${stops.code}]`)}`;
  return stops.fix === undefined ? [line] : [line, `    fix: ${stops.fix}`];
}

const SEVERITY_OF: Readonly<Record<TraceData['status'], Severity>> = {
  secure: 'ok',
  insecure: 'info',
  bogus: 'error',
  indeterminate: 'unknown',
};
