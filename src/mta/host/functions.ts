/** Functions of one's own for `${dlfunc}`: JavaScript files of one folder, each exporting functions by name. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type ExpansionHost, failed, type Outcome, type Text, textOf } from '../expand/index.ts';
import { fromOctets, toOctets } from './octets.ts';

type Functions = NonNullable<ExpansionHost['functions']>;

/** A name without a way in it: nothing outside of the folder is loaded. */
const FILE = /^[\w-][\w.-]*\.(?:js|mjs|cjs)$/;

/** @param folder  whose files are trusted as the program itself is */
export const createFunctions =
  (folder: string): Functions =>
  async (file, name, args) => {
    if (!FILE.test(file)) return failed(`"${file}" is not the name of a JavaScript file in the folder of functions`);
    try {
      const loaded = (await import(pathToFileURL(join(folder, file)).href)) as Readonly<Record<string, unknown>>;
      const found = loaded[name];
      if (typeof found !== 'function') return failed(`${file} does not export a function "${name}"`);
      return outcomeOf(await found(...args.map(({ text }) => fromOctets(text))), args, `"${name}" of ${file}`);
    } catch (cause) {
      return failed(`"${name}" of ${file} failed: ${(cause as Error).message}`);
    }
  };

function outcomeOf(value: unknown, args: readonly Text[], what: string): Outcome {
  const tainted = args.some((arg) => arg.tainted);
  return typeof value === 'string' ? textOf(toOctets(value), tainted) : failed(`${what} did not answer with a text`);
}
