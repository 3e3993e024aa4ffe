import { asciiLowerCase } from '../../../base/index.ts';
import { isFailure } from '../../expand/index.ts';
import { createKeptFiles } from '../files/kept-files.ts';
import { notALinearFile, readable, readLinearData, scanLinear } from '../files/linear.ts';
import type { DriverAnswer, LookupDriver } from '../types.ts';

/** Where the first item of each key starts. */
interface Index {
  readonly text: string;
  readonly starts: ReadonlyMap<string, number>;
}

const files = createKeptFiles({ purpose: 'linear search', notAFile: notALinearFile, read: readIndex });

function readIndex(octets: Buffer): Index {
  const text = readable(octets.toString('latin1'));
  const starts = new Map<string, number>();
  scanLinear(text, (key, at) => {
    const name = asciiLowerCase(key);
    if (!starts.has(name)) starts.set(name, at);
  });
  return { text, starts };
}

export const lsearch: LookupDriver = {
  name: 'lsearch',
  style: 'single-key',
  inFiles: true,
  doc: 'A text file with a key at the start of each item, compared without regard to case; the first one counts.',
  remembers: true,
  find: ({ key, source, options, turn }): DriverAnswer => {
    const index = files.get(source, turn);
    if (isFailure(index)) return index;
    const at = index.starts.get(asciiLowerCase(key));
    if (at === undefined) return { kind: 'not-found' };
    const { data, full } = readLinearData(index.text, at);
    return { kind: 'found', text: options.includes('ret=full') ? full : data };
  },
};
