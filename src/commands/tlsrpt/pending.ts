import type { Failure, Report, Result } from '../../base/index.ts';
import { showTlsReports, type TlsReportShowData } from '../../core/tlsrpt/index.ts';
import { type QueueSource, readQueueConfiguration, withQueue } from '../../mta/queue/index.ts';
import { pendingReports } from '../../mta/tls-reports/index.ts';
import type { CommandFacts, Context } from '../../ui/command/index.ts';
import { QueueCommand } from '../../ui/command/queue-command.ts';

export default class TlsRptPending extends QueueCommand<object, TlsReportShowData> {
  static override summary = 'What serve has counted of TLS with other hosts, as the reports it will send.';
  static override description =
    'With tlsrpt_contact in the configuration, serve counts sessions by day and domain, and sends a report of each day to domains ' +
    'that ask for one (RFC 8460). Those that have not gone yet are shown as "tlsrpt show" shows reports, domain and day as their ' +
    'source. A failure that was counted makes the status 1.';
  static override examples = [
    '<%= config.bin %> tlsrpt pending -C /etc/mxray.conf',
    '<%= config.bin %> tlsrpt pending -C exim.conf --json',
  ];

  protected readonly facts: CommandFacts<TlsReportShowData> = {
    command: 'tlsrpt pending',
    schema: 'tlsrpt-pending',
    needs: 'nothing',
    view: async () => (await import('../../ui/views/tlsrpt-show.ts')).tlsRptShowView,
  };

  protected readQuestion(): object {
    return {};
  }

  protected async ask(
    source: QueueSource | undefined,
    _question: object,
    { clock }: Context,
  ): Promise<Result<Report<TlsReportShowData>, Failure>> {
    const read = readQueueConfiguration(source);
    if (!read.ok) return read;
    return await withQueue(source, { clock, env: process.env }, async ({ spool }) =>
      showTlsReports(spool === undefined ? [] : await pendingReports(spool, read.value)),
    );
  }
}
