/** Cases: short to write, one a thing that is sent. */
import type { BatteryCase, Expectation, Group } from '../types.ts';

type More = Partial<Pick<BatteryCase, 'claims' | 'decoy' | 'gapMs' | 'severity'>>;

/** @param octets  one piece, or several */
export type Row = (
  id: string,
  title: string,
  clause: string,
  octets: Uint8Array | readonly Uint8Array[],
  more?: More,
) => BatteryCase;

/** @param severity  of what is to be said when a server does otherwise */
export const rows =
  (group: Group, expected: Expectation, severity: BatteryCase['severity']): Row =>
  (id, title, clause, octets, more = {}) => ({
    id,
    group,
    title,
    expected,
    clause,
    severity,
    pieces: octets instanceof Uint8Array ? [octets] : octets,
    gapMs: 0,
    ...more,
  });
