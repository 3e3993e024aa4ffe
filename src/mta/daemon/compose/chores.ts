/**
 * What is done beside each queue run: reports on TLS go out, policies that are kept are renewed before they end, and what was
 * left in the drop folder and never asked for is taken away.
 */
import { mainValue } from '../../config/index.ts';
import type { Hints } from '../../spool/index.ts';
import { type ReportPorts, sendTlsReports } from '../../tls-reports/index.ts';
import { renewPolicies, type TransportHints, type TransportWorld } from '../../transport/index.ts';
import { pathOf } from '../paths.ts';
import type { Leftovers } from '../submission/leftovers.ts';

export interface ChorePorts extends ReportPorts {
  readonly web: TransportWorld['web'];
  /** Of the drop folder; absent: there is none. */
  readonly leftovers?: Leftovers;
}

/** Never rejects: what fails is told, and tried beside the next run. */
export async function doChores(ports: ChorePorts): Promise<void> {
  const { configuration, spool, log } = ports;
  const hints = <V>(namespace: TransportHints): Hints<V> => spool.hints<V>(namespace);
  try {
    if ((mainValue(configuration, 'tlsrpt_contact') ?? '') !== '') await sendTlsReports(ports);
    if (configuration.transports.some(({ settings }) => settings.has('hosts_try_mta_sts')))
      await renewPolicies({ ...ports, hints });
    await tidy(ports);
  } catch (bug) {
    log(`internal error beside a queue run: ${bug instanceof Error ? (bug.stack ?? bug.message) : String(bug)}`);
  }
}

async function tidy({ configuration, leftovers, clock, log }: ChorePorts): Promise<void> {
  const gone = (await leftovers?.takeAwayOld(clock.now().getTime()).catch(() => 0)) ?? 0;
  const folder = pathOf(configuration, 'submission_directory');
  if (gone > 0) log(`${folder}: ${gone} taken away that nobody had asked for in a week`);
}
