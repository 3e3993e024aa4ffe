/** `perl` and `dlfunc`: code of one's own in expansions. Here it is JavaScript, from a folder that is configured for it. */
import { failed } from '../outcome.ts';
import { stringsItem } from './make.ts';

export const perl = stringsItem({
  name: 'perl',
  doc: 'A function of embedded Perl is called with up to eight strings.',
  never: 'there is no Perl in here; a JavaScript function of dlfunc, or a program by run, does the same',
  min: 1,
  max: 9,
  apply: () =>
    failed('embedded Perl is not supported: make it a JavaScript function for ${dlfunc}, or a program for ${run}'),
});

export const dlfunc = stringsItem({
  name: 'dlfunc',
  doc: 'Calls a function: its first string names a JavaScript file of the configured folder, the second what it exports.',
  min: 2,
  max: 10,
  apply: ([file, name, ...args], run) => {
    const { functions } = run.host;
    if (functions === undefined) {
      return failed(`no folder of functions is configured, so "${name!.text}" of ${file!.text} cannot be called`);
    }
    if (file!.tainted) return failed(`Tainted filename '${file!.text}'`);
    return functions(file!.text, name!.text, args);
  },
});
