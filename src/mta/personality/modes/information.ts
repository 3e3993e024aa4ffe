/** `-bI:…`: what the program can do, for other programs (Exim spec ch. "The Exim command line", "-bI"). */
import { DSCP_NAMES } from '../../acl/index.ts';
import type { Mode } from '../types.ts';

export const informationMode: Mode = {
  matches: (flag) => flag.startsWith('-bI:'),
  run: async ({ flag }, ports) => {
    const list = LISTS[flag.slice('-bI:'.length).toLowerCase()];
    if (list === undefined) ports.complain(HELP);
    else await ports.out(list);
    return list === undefined ? 1 : 0;
  },
};

const HELP =
  'The -bI: flag takes a string indicating which information to provide.\n' +
  "If the string is not recognised, you'll get this help (on stderr).\n\n" +
  '  exim -bI:help    this information\n' +
  '  exim -bI:dscp    list of known dscp value keywords\n' +
  '  exim -bI:sieve   list of supported sieve extensions\n';

/** There are no filters of Sieve. */
const LISTS: Readonly<Record<string, string>> = { help: HELP, dscp: `${DSCP_NAMES.join('\n')}\n`, sieve: '' };
