import { ACL_CONTROLS } from '../../config/index.ts';
import { after } from '../../expand/index.ts';
import { CONTROLS } from '../controls/registry.ts';
import type { ControlOrder } from '../controls/types.ts';
import { isPermitted, placeName } from '../engine/site.ts';
import { error, type ModifierRow } from '../rows.ts';

/** `control = name/options`. */
export const control: ModifierRow = {
  name: 'control',
  apply: (argument, run) => {
    const { text } = argument;
    const name = /^[^/]*/.exec(text)![0];
    const row = CONTROLS.get(name);
    const syntax = error(`syntax error in "control=${text}"`);
    if (row === undefined || (text !== name && row.options !== true)) return syntax;
    const { phase } = run.world;
    if (!isPermitted(ACL_CONTROLS.get(name)!, phase))
      return error(`cannot use "control=${name}" in ${placeName(phase)} ACL`);
    const order: ControlOrder = { name, text, options: text.slice(name.length), tainted: argument.tainted, syntax };
    return after(row.read(order, run), (read) => {
      if ('came' in read) return read;
      run.effects.push({ kind: 'control', control: read });
      return undefined;
    });
  },
};
