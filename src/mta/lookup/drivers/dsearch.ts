import { lstatSync, opendirSync, type Stats } from 'node:fs';
import { deferred, failed } from '../../expand/index.ts';
import { cannotOpen, systemWords } from '../files/errors.ts';
import { octetPath } from '../files/octet-path.ts';
import type { DriverAnswer, LookupDriver } from '../types.ts';

type Filter = (facts: Stats, name: string) => boolean;

const FILTERS: Readonly<Record<string, Filter>> = {
  'filter=file': (facts) => facts.isFile(),
  'filter=dir': (facts) => facts.isDirectory(),
  'filter=subdir': (facts, name) => facts.isDirectory() && name !== '.' && name !== '..',
};

/** Of several filters one has to let it pass; one that is unknown is none. */
function passes(facts: Stats, name: string, options: readonly string[]): boolean {
  const filters = options.map((option) => FILTERS[option]).filter((filter) => filter !== undefined);
  return filters.length === 0 || filters.some((filter) => filter(facts, name));
}

export const dsearch: LookupDriver = {
  name: 'dsearch',
  style: 'single-key',
  inFiles: true,
  doc: 'Is there a file of that name in a directory? The answer is its name (ret=full: with the directory), and no longer a stranger’s word.',
  remembers: true,
  find: ({ key, source, options }): DriverAnswer => {
    const closed = directoryFault(source);
    if (closed !== undefined) return closed;
    const refused = keyFault(key, options.includes('key=path'));
    if (refused !== undefined) return deferred(refused);
    const facts = factsOf(source, key);
    if (facts === undefined) return { kind: 'not-found' };
    if ('kind' in facts) return facts;
    if (!passes(facts, key, options)) return { kind: 'not-found' };
    return { kind: 'found', text: options.includes('ret=full') ? `${source}/${key}` : key };
  },
};

function directoryFault(path: string): DriverAnswer | undefined {
  try {
    opendirSync(octetPath(path)).closeSync();
    return path.startsWith('/') ? undefined : failed(`dirname '${path}' for dsearch is not absolute`);
  } catch (cause) {
    return cannotOpen(path, 'directory search', cause);
  }
}

/** A slash leads elsewhere; with `key=path` downwards alone. */
function keyFault(key: string, isPath: boolean): string | undefined {
  if (!isPath) return key.includes('/') ? `key for dsearch lookup contains a slash: ${key}` : undefined;
  return key.split('/').includes('..') ? `key for dsearch lookup leads upwards: ${key}` : undefined;
}

/** The entry itself, not what a link leads to. */
function factsOf(directory: string, key: string): Stats | DriverAnswer | undefined {
  if (key.includes('\0')) return undefined;
  try {
    return lstatSync(octetPath(`${directory}/${key}`));
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    return deferred(`${directory}/${key}: lstat: ${systemWords(cause)}`);
  }
}
