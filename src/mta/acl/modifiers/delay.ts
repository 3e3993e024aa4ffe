import { parseInterval } from '../../../base/index.ts';
import { after } from '../../expand/index.ts';
import { error, type ModifierRow } from '../rows.ts';

export const delay: ModifierRow = {
  name: 'delay',
  apply: ({ text }, { world }) => {
    const seconds = parseInterval(text);
    if (seconds === undefined)
      return error(`syntax error in argument for "delay" modifier: "${text}" is not a time value`);
    return after(world.services.wait?.(seconds), () => undefined);
  },
};
