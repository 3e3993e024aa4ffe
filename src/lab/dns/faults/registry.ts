/**
 * What can be wrong with a zone, one row each. To add one: a row in the file of its family, made of the small changes in
 * design.ts, with the status a validator gives it; the tests take up every row. `bad-ds-digest` is the smallest to copy.
 */
import { delegationFaults } from './delegation.ts';
import { denialFaults } from './denial.ts';
import { keyFaults } from './keys.ts';
import { serverFaults } from './servers.ts';
import { signatureFaults } from './signatures.ts';
import type { ZoneFault } from './types.ts';

export const ZONE_FAULTS: readonly ZoneFault[] = [
  ...signatureFaults,
  ...keyFaults,
  ...denialFaults,
  ...delegationFaults,
  ...serverFaults,
];

export function zoneFaultNamed(name: string): ZoneFault | undefined {
  return ZONE_FAULTS.find((fault) => fault.name === name);
}
