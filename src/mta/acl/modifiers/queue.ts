import { setValue } from '../../facts/index.ts';
import { error, type ModifierRow } from '../rows.ts';

/** A name becomes a folder: what comes from outside, or leads elsewhere, is none. */
export const queue: ModifierRow = {
  name: 'queue',
  apply: (name, { world, effects }) => {
    if (name.tainted) return error(`Tainted name '${name.text}' for queue not permitted`);
    if (name.text.includes('/')) return error(`Directory separator not permitted in queue name: '${name.text}'`);
    const { message } = world.facts;
    if (message === undefined) setValue(world.facts, 'queue_name', name);
    else message.queueName = name.text;
    effects.push({ kind: 'queue', name: name.text });
    return undefined;
  },
};
