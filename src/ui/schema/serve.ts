/** Data of `serve`. */
import type { ListeningPlace, StartFault } from '../../mta/daemon/index.ts';
import type { ServeData } from '../views/serve.ts';
import { configProblem } from './config.ts';
import { flag, listOf, object, oneOf, optional, text, whole } from './shapes.ts';

const place = object<ListeningPlace>({
  address: text(),
  port: whole('0: it would be whichever is free'),
  tlsOnConnect: flag('TLS before the first word'),
  purpose: oneOf(
    ['smtp', 'status', 'submission'],
    'status: /metrics and /healthz; submission: the socket of mxray sendmail',
  ),
});

const fault = object<StartFault>({
  about: oneOf(['listen', 'user', 'tls', 'folder', 'serving']),
  message: text(),
  hint: optional(text('what would be right')),
  at: optional(object<NonNullable<StartFault['at']>>({ file: text(), line: whole() }, 'where the option was set')),
});

export const serveData = object<ServeData>({
  isServing: flag('clients are served'),
  checked: flag('all that a start needs is there'),
  places: listOf(place),
  problems: listOf(configProblem, 'what config check says'),
  faults: listOf(fault, 'what else keeps it from starting'),
  workers: optional(whole('processes that serve')),
  pid: optional(whole('of the process that takes signals')),
});
