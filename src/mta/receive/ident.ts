/** The user on the client's host, asked before anything is said (Exim spec §14, `rfc1413_hosts`; RFC 1413). */

import { after, type Later } from '../expand/index.ts';
import { identTimeoutEntry, printable } from '../log/index.ts';
import { isListed } from './client-lists.ts';
import type { Session } from './session.ts';

export function askWho(session: Session): Later<void> {
  const { options, ports } = session.shared;
  const timeoutMs = options.number('rfc1413_query_timeout') * 1000;
  const { client, local } = session.connection;
  const { identify } = ports;
  if (timeoutMs <= 0 || identify === undefined || client === undefined || local === undefined) return undefined;
  return after(isListed(session, 'rfc1413_hosts'), (isIn) => {
    if (!isIn) return undefined;
    return after(identify({ client, local, timeoutMs }), (answer) => {
      if (answer.kind === 'no-connection') session.log(identTimeoutEntry(client));
      // What a stranger says goes into fields and lines of the log.
      else if (answer.kind === 'user')
        session.connection.ident = printable(answer.name.slice(0, MAX_LETTERS), session.logFormat);
    });
  });
}

const MAX_LETTERS = 127;
