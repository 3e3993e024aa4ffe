/** Options, out of their rows. */
import { OPTION_ROWS, type OptionRow } from '../config/index.ts';
import type { Word } from './types.ts';

export const optionWords = (): readonly Word[] => OPTION_ROWS.map(ofOption);

function ofOption(row: OptionRow): Word {
  const { name, scope, group, doc, status, type, expanded, aliases, when, keywords } = row;
  return {
    ...{ name, kind: 'option', scope, group, doc, status, type, expanded },
    ...(aliases !== undefined && { aliases }),
    ...defaultOf(row),
    ...(when !== undefined && { when }),
    ...(row.repeated !== undefined && { repeatable: true }),
    ...(keywords !== undefined && { keywords }),
  };
}

/** A boolean that is not on is off. */
function defaultOf({ type, default: given }: OptionRow): Pick<Word, 'default'> {
  if (given !== undefined) return { default: given };
  return type === 'boolean' || type === 'expanded boolean' ? { default: 'false' } : {};
}
