/** Certificates and TLSA records for tests of DANE: one authority, leaves as asked. */

import { association, associationOf } from '../../src/core/dane/index.ts';
import type { Tlsa } from '../../src/core/dns/index.ts';
import { type Certificate, readCertificate } from '../../src/core/pki/index.ts';
import { createLabCa, type LabCa, type LeafSpec } from '../../src/lab/ca/index.ts';

export const NOW = new Date('2026-06-01T12:00:00Z');

export const testCa = (): Promise<LabCa> => createLabCa(NOW);

export function certificate(der: Uint8Array): Certificate {
  const read = readCertificate(der);
  if (!read.ok) throw new Error(read.error.message);
  return read.value;
}

export async function chainFor(ca: LabCa, spec: Partial<LeafSpec> = {}): Promise<readonly Certificate[]> {
  const { chain } = await ca.issue({ keyType: 'p256', names: ['mx.test'], ...spec });
  return chain.map(certificate);
}

export function tlsa(usage: number, selector: number, matchingType: number, of: Certificate | Uint8Array): Tlsa {
  const data = of instanceof Uint8Array ? associationOf(of, matchingType) : association(of, selector, matchingType);
  return { usage, selector, matchingType, data };
}
