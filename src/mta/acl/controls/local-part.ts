/** `$local_part` with its capitals, or without them. */
import { type Text, textOf } from '../../expand/index.ts';
import type { ControlRow } from './types.ts';

const cased = (name: 'caseful_local_part' | 'caselower_local_part', spell: (text: string) => string): ControlRow => ({
  name,
  read: (_order, { world: { facts } }) => {
    const local: Text = facts.recipient!.localPart;
    facts.set('local_part', textOf(spell(local.text), local.tainted));
    return { name };
  },
});

export const LOCAL_PART_CONTROLS = [
  cased('caseful_local_part', (text) => text),
  cased('caselower_local_part', (text) => text.toLowerCase()),
];
