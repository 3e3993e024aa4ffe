/** Options of the main section (Exim spec ch. 14). */
import type { OptionRow } from './types.ts';

export const MAIN: readonly OptionRow[] = [
  {
    name: 'primary_hostname',
    scope: 'main',
    type: 'string',
    expanded: false,
    status: 'planned',
    doc: "This host's name, for greetings, Received lines and as the default domain. Unset, it is what the system says, made a full name by a look-up.",
  },
  {
    name: 'qualify_domain',
    scope: 'main',
    type: 'string',
    expanded: false,
    status: 'planned',
    doc: 'The domain added to senders that have none. Unset, it is primary_hostname.',
  },
];
