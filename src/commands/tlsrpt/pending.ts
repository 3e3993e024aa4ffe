import type { Failure, Report, Result } from '../../base/index.ts';
import { showTlsReports, type TlsReportShowData } from '../../core/tlsrpt/index.ts';
import { readQueueConfiguration, withQueue } from '../../mta/queue/index.ts';
import { pendingReports } from '../../mta/tls-reports/index.ts';
import {
  CONFIGURATION_FIELDS,
  configurationFlags,
  type GivenConfiguration,
  openGiven,
  readOptionalConfigurationPlace,
} from '../../ui/command/configuration-place.ts';
import { CheckCommand, type CommandFacts, type Context, type Fields } from '../../ui/command/index.ts';

interface Input {
  readonly configuration: GivenConfiguration | undefined;
}

export default class TlsRptPending extends CheckCommand<Input, TlsReportShowData> {
  static override summary = 'What serve has counted of TLS with other hosts, as the reports it will send.';
  static override description =
    'With tlsrpt_contact in the configuration, serve counts sessions by day and domain, and sends a report of each day to domains ' +
    'that ask for one (RFC 8460). Those that have not gone yet are shown as "tlsrpt show" shows reports, domain and day as their ' +
    'source. A failure that was counted makes the status 1.';
  static override examples = [
    '<%= config.bin %> tlsrpt pending -C /etc/mxray.conf',
    '<%= config.bin %> tlsrpt pending -C exim.conf --json',
  ];
  static override flags = { ...configurationFlags };
  static override batchFields = CONFIGURATION_FIELDS;

  protected readonly facts: CommandFacts<TlsReportShowData> = {
    command: 'tlsrpt pending',
    schema: 'tlsrpt-pending',
    needs: 'nothing',
    view: async () => (await import('../../ui/views/tlsrpt-show.ts')).tlsRptShowView,
  };

  protected readInput(fields: Fields): Input {
    return { configuration: readOptionalConfigurationPlace(fields) };
  }

  protected target(): string | undefined {
    return undefined;
  }

  protected async inspect(
    { configuration }: Input,
    { clock }: Context,
  ): Promise<Result<Report<TlsReportShowData>, Failure>> {
    const given = await openGiven(configuration);
    if (!given.ok) return given;
    const read = readQueueConfiguration(given.value);
    if (!read.ok) return read;
    return await withQueue(given.value, { clock, env: process.env }, async ({ spool }) =>
      showTlsReports(spool === undefined ? [] : await pendingReports(spool, read.value)),
    );
  }
}
