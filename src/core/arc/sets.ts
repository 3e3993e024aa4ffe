/** The ARC fields of a header put into sets, and whether they make a chain (RFC 8617 §5.2, steps 1 and 3). */
import { type Field, fieldsNamed } from '../message/index.ts';
import { instanceOf, MAX_INSTANCE } from './instance.ts';
import type { ArcReason, ArcSet } from './types.ts';

/** Names of the three, in the order they are sealed in (RFC 8617 §5.1.1). */
export const ARC_NAMES = ['arc-authentication-results', 'arc-message-signature', 'arc-seal'] as const;
type ArcName = (typeof ARC_NAMES)[number];

export interface Structure {
  /** Those that are whole, by instance. */
  readonly sets: readonly ArcSet[];
  /** Why the fields make no chain. */
  readonly fault?: StructureFault;
}

export interface StructureFault {
  readonly reason: Extract<ArcReason, 'no-chain' | 'too-many-sets' | 'instance' | 'gap' | 'repeated' | 'incomplete'>;
  readonly detail: string;
}

export function collectSets(fields: readonly Field[]): Structure {
  const named = ARC_NAMES.map((name) => fieldsNamed(fields, name));
  const most = Math.max(...named.map(({ length }) => length));
  if (most === 0) return { sets: [], fault: { reason: 'no-chain', detail: 'the message has no ARC fields' } };
  if (most > MAX_INSTANCE)
    return { sets: [], fault: { reason: 'too-many-sets', detail: `${most} sets, and ${MAX_INSTANCE} is the most` } };
  const byInstance = new Map<number, Field[]>();
  const lost: Field[] = [];
  for (const field of named.flat()) {
    const instance = instanceOf(field);
    if (instance === undefined) lost.push(field);
    else byInstance.set(instance, [...(byInstance.get(instance) ?? []), field]);
  }
  const instances = [...byInstance.keys()].sort((a, b) => a - b);
  const sets = instances.flatMap((instance) => wholeSet(instance, byInstance.get(instance)!) ?? []);
  const fault = lostFault(lost) ?? setFault(byInstance) ?? gapFault(instances);
  return { sets, ...(fault !== undefined && { fault }) };
}

function wholeSet(instance: number, fields: readonly Field[]): ArcSet | undefined {
  const [results, messageSignature, seal] = ARC_NAMES.map((name) => fieldsNamed(fields, name)[0]);
  if (results === undefined || messageSignature === undefined || seal === undefined || fields.length > 3)
    return undefined;
  return { instance, results, messageSignature, seal };
}

const SHOWN: Readonly<Record<ArcName, string>> = {
  'arc-authentication-results': 'ARC-Authentication-Results',
  'arc-message-signature': 'ARC-Message-Signature',
  'arc-seal': 'ARC-Seal',
};

function lostFault([field]: readonly Field[]): StructureFault | undefined {
  if (field === undefined) return undefined;
  const name = SHOWN[field.name as ArcName];
  return { reason: 'instance', detail: `${name} has no instance i= from 1 to ${MAX_INSTANCE}` };
}

/** RFC 8617 §5.2 step 3.1: exactly one of each. */
function setFault(byInstance: ReadonlyMap<number, readonly Field[]>): StructureFault | undefined {
  for (const [instance, fields] of byInstance)
    for (const name of ARC_NAMES) {
      const times = fieldsNamed(fields, name).length;
      if (times === 0) return { reason: 'incomplete', detail: `set i=${instance} has no ${SHOWN[name]}` };
      if (times > 1) return { reason: 'repeated', detail: `set i=${instance} has ${times} of ${SHOWN[name]}` };
    }
  return undefined;
}

/** RFC 8617 §5.2 step 3.2: from 1 up without a gap. */
function gapFault(instances: readonly number[]): StructureFault | undefined {
  const missing = instances.findIndex((instance, i) => instance !== i + 1);
  if (missing < 0) return undefined;
  return { reason: 'gap', detail: `there is a set i=${instances[missing]}, and none i=${missing + 1}` };
}
