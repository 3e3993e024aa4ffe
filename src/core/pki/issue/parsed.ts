/** Certificates as pkijs reads them, once for each array of octets: an authority issues many times. */
import type { Certificate } from 'pkijs';
import { arrayBuffer } from './octets.ts';
import type { Tools } from './types.ts';

const known = new WeakMap<Uint8Array, Certificate>();

/** @param der  not to be written to afterwards */
export function parsedCertificate({ pkijs }: Tools, der: Uint8Array): Certificate {
  const certificate = known.get(der) ?? pkijs.Certificate.fromBER(arrayBuffer(der));
  known.set(der, certificate);
  return certificate;
}
