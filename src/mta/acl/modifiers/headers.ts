import type { ModifierRow } from '../rows.ts';
import { addHeaders } from './added-headers.ts';

export const addHeader: ModifierRow = {
  name: 'add_header',
  apply: ({ text }, run) => {
    addHeaders(run, text);
    return undefined;
  },
};

export const removeHeader: ModifierRow = {
  name: 'remove_header',
  apply: ({ text }, { effects }) => {
    if (text !== '') effects.push({ kind: 'remove-header', names: text });
    return undefined;
  },
};
