/** A list has items that are no addresses: who looks after it is told (`syntax_errors_to`). */
import type { SyntaxComplaint } from '../../route/index.ts';
import type { Look } from '../round.ts';
import { sendNotice } from './notice.ts';

export const tellSyntaxErrors = (look: Look, { router, to, text, errors, hasOthers }: SyntaxComplaint): Promise<void> =>
  sendNotice(look, {
    to,
    subject: 'error(s) in forwarding or filtering',
    refersIn: 'body',
    words:
      `${text === undefined ? '' : `${text}\n\n`}The ${router} router encountered the following error(s):\n\n` +
      errors.map(({ problem, item }) => `  ${problem} in the address\n  "${item}"\n\n`).join('') +
      (hasOthers ? 'Other addresses were processed normally.\n' : 'No valid addresses were generated.\n'),
    about: `a list of the router ${router}`,
  });
