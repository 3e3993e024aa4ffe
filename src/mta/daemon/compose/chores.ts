/** What is done beside each queue run: reports on TLS go out, policies that are kept are renewed before they end. */
import { mainValue } from '../../config/index.ts';
import type { Hints } from '../../spool/index.ts';
import { type ReportPorts, sendTlsReports } from '../../tls-reports/index.ts';
import { renewPolicies, type TransportHints, type TransportWorld } from '../../transport/index.ts';

export interface ChorePorts extends ReportPorts {
  readonly web: TransportWorld['web'];
}

/** Never rejects: what fails is told, and tried beside the next run. */
export async function doChores(ports: ChorePorts): Promise<void> {
  const { configuration, spool, log } = ports;
  const hints = <V>(namespace: TransportHints): Hints<V> => spool.hints<V>(namespace);
  try {
    if ((mainValue(configuration, 'tlsrpt_contact') ?? '') !== '') await sendTlsReports(ports);
    if (configuration.transports.some(({ settings }) => settings.has('hosts_try_mta_sts')))
      await renewPolicies({ ...ports, hints });
  } catch (bug) {
    log(`internal error beside a queue run: ${bug instanceof Error ? (bug.stack ?? bug.message) : String(bug)}`);
  }
}
