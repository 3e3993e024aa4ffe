/** The root and three top-level domains, one for each way of denial. */
import type { ZoneRow } from '../../world/types.ts';

const signer = 'bind';

export const ROOTS: readonly ZoneRow[] = [
  { name: '', server: 'roots', signing: { signer, algorithm: 8, denial: 'nsec' }, lines: [] },
  { name: 'alpha', server: 'roots', signing: { signer, algorithm: 13, denial: 'nsec' }, lines: [] },
  { name: 'beta', server: 'roots', signing: { signer, algorithm: 8, denial: 'nsec3' }, lines: [] },
  { name: 'gamma', server: 'roots', signing: { signer, algorithm: 15, denial: 'nsec3-opt-out' }, lines: [] },
];
