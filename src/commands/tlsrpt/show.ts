import * as Args from '@oclif/core/args';
import type { Failure, Report, Result } from '../../base/index.ts';
import { showTlsReports, type TlsReportShowData } from '../../core/tlsrpt/index.ts';
import { CheckCommand, type CommandFacts, type Fields } from '../../ui/command/index.ts';
import {
  openReports,
  REPORT_FIELDS,
  type ReportSource,
  readReportSource,
  showReportSource,
} from '../../ui/command/report-files.ts';

export default class TlsRptShow extends CheckCommand<ReportSource, TlsReportShowData> {
  static override summary = 'TLS reports as tables: sessions by policy, and failures by what went wrong.';
  static override description =
    'Reads reports as they come: JSON, gzip, the mail with the attachment, a mailbox of such mails, or any of them on standard ' +
    'input; leniently, with the faults that real reports have. Each kind of failure is explained, with the senders that met it and ' +
    'the hosts they met it at. A failure that was reported makes the status 1. What unpacks to too much is refused.';
  static override examples = [
    '<%= config.bin %> tlsrpt show sender.example!example.org!1700000000!1700086399!1.json.gz',
    '<%= config.bin %> tlsrpt show < report.eml -',
  ];
  static override args = { files: Args.string({ multiple: true, description: 'reports; - is standard input' }) };
  static override batchFields = REPORT_FIELDS;

  protected readonly facts: CommandFacts<TlsReportShowData> = {
    command: 'tlsrpt show',
    schema: 'tlsrpt-show',
    needs: 'nothing',
    view: async () => (await import('../../ui/views/tlsrpt-show.ts')).tlsRptShowView,
  };

  protected readInput(fields: Fields): ReportSource {
    return readReportSource(fields);
  }

  protected target(input: ReportSource): string | undefined {
    return showReportSource(input);
  }

  protected async inspect(input: ReportSource): Promise<Result<Report<TlsReportShowData>, Failure>> {
    const documents = await openReports(input);
    return documents.ok ? showTlsReports(documents.value) : documents;
  }
}
