/** Lines as `exim -bP` prints them. */
import type { ConfigShowData } from '../../mta/config/index.ts';
import type { View } from '../types.ts';

export const configShowView: View<ConfigShowData> = ({ data }) =>
  data.shown
    .flatMap(({ entries, heading, kind }) => [
      ...(heading === undefined ? [] : ['', heading]),
      ...entries.map(({ line, value }) => (data.bare && kind !== 'unknown' ? value : line)),
    ])
    .join('\n');
