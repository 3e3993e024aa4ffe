/** `$local_part` with its capitals, or without them, for the rest of the ACL. */
import type { ControlRow } from './types.ts';

const cased = (name: 'caseful_local_part' | 'caselower_local_part'): ControlRow => ({
  name,
  read: (_order, run) => {
    const { address } = run.world.facts;
    if (address !== undefined) address.isCaseful = name === 'caseful_local_part';
    return { name };
  },
});

export const LOCAL_PART_CONTROLS = [cased('caseful_local_part'), cased('caselower_local_part')];
