/** Options of the main section (Exim spec ch. 14). */
import { optionRows } from './make.ts';

export const MAIN = optionRows('main', 'names', [
  {
    name: 'primary_hostname',
    type: 'string',
    doc: "This host's name, for greetings, Received lines and as the default domain. Unset, it is what the system says, made a full name by a look-up.",
  },
  {
    name: 'qualify_domain',
    type: 'string',
    doc: 'The domain added to senders that have none. Unset, it is primary_hostname.',
  },
]);
