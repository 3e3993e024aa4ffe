/** Where the server listens, or why it does not. */
import type { ConfigProblem } from '../../mta/config/index.ts';
import type { ListeningPlace, StartFault } from '../../mta/daemon/index.ts';
import type { Paint, View } from '../types.ts';
import { problemLines } from './config-check.ts';
import { printable } from './finding-lines.ts';

export interface ServeData {
  /** Clients are served. */
  readonly isServing: boolean;
  /** All that a start needs is there. */
  readonly checked: boolean;
  readonly places: readonly ListeningPlace[];
  readonly problems: readonly ConfigProblem[];
  readonly faults: readonly StartFault[];
  readonly workers?: number;
  /** Of the master, which takes signals. */
  readonly pid?: number;
}

export const serveView: View<ServeData> = ({ data }, paint, verbosity) => {
  const { problems, faults, places, isServing, checked, workers, pid } = data;
  const shown = problems.filter(({ severity }) => verbosity >= 0 || severity === 'error');
  return [
    ...shown.flatMap((problem) => problemLines(problem, paint)),
    ...faults.flatMap((fault) => faultLines(fault, paint)),
    ...(checked ? places.map((place) => placeLine(place, isServing, paint)) : []),
    isServing
      ? `${paint.mark('ok')} serving as process ${pid} with ${workers} ${workers === 1 ? 'worker' : 'workers'}; SIGHUP rereads, SIGTERM ends it`
      : checked
        ? `${paint.mark('ok')} everything a start needs is there`
        : `${paint.mark('error')} nothing is served`,
  ].join('\n');
};

/** What stands in a line of the configuration is shown as its other mistakes are. */
function faultLines({ message, hint, at }: StartFault, paint: Paint): readonly string[] {
  const where =
    at === undefined
      ? paint.mark('error')
      : `${paint.strong(printable(`${at.file}:${at.line}`))}: ${paint.bad('error')}:`;
  return [`${where} ${printable(message)}`, ...(hint === undefined ? [] : [`    ${printable(hint)}`])];
}

function placeLine({ address, port, tlsOnConnect, purpose }: ListeningPlace, isServing: boolean, paint: Paint): string {
  if (purpose === 'submission')
    return `${isServing ? 'listening on' : 'would listen on'} ${paint.strong(printable(address))} for mxray sendmail`;
  const where = address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
  const what = purpose === 'status' ? 'HTTP, /metrics and /healthz' : tlsOnConnect ? 'SMTP within TLS' : 'SMTP';
  return `${isServing ? 'listening on' : 'would listen on'} ${paint.strong(where)} for ${what}`;
}
