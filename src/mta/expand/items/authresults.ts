import { after, textOf } from '../outcome.ts';
import { stringsItem } from './make.ts';

/** `${authresults{id}}`: an Authentication-Results field with what was checked of this message (RFC 8601). */
export const authresults = stringsItem({
  name: 'authresults',
  doc: 'An Authentication-Results field that tells what has been checked of the message, under the given name.',
  min: 1,
  evenSkipped: true,
  apply: ([id], run) =>
    after(run.host.checks?.() ?? '', (results) =>
      textOf(`Authentication-Results: ${id!.text}${results}`, id!.tainted || results !== ''),
    ),
});
