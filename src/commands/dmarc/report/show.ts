import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import type { Failure, Report, Result } from '../../../base/index.ts';
import { type HostnameOf, type ReportShowData, showReports } from '../../../core/dmarc/index.ts';
import { ptrRdata, RR, reverseName } from '../../../core/dns/index.ts';
import { CheckCommand, type CommandFacts, type Context, type Fields } from '../../../ui/command/index.ts';
import {
  openReports,
  REPORT_FIELDS,
  type ReportSource,
  readReportSource,
  showReportSource,
} from '../../../ui/command/report-files.ts';

interface Input extends ReportSource {
  readonly ptr: boolean;
}

export default class DmarcReportShow extends CheckCommand<Input, ReportShowData> {
  static override summary = 'DMARC reports as a table of who sent mail in the name of the domain.';
  static override description =
    'Reads aggregate reports as they come: XML, gzip, zip, the mail with the attachment, a mailbox of such mails, or any of them on ' +
    'standard input; in the form of RFC 7489 or RFC 9990, and with the faults that real reports have. Mails that report the ' +
    'failure of one message (RFC 6591, RFC 9991) have a table of their own. Mail that fails is a warning. What unpacks to too much, or declares a document type, is refused.';
  static override examples = [
    '<%= config.bin %> dmarc report show receiver.example!example.org!1700000000!1700086400.xml.gz',
    '<%= config.bin %> dmarc report show --ptr - < reports.mbox',
  ];
  static override args = { files: Args.string({ multiple: true, description: 'reports; - is standard input' }) };
  static override flags = { ptr: Flags.boolean({ description: 'look up the names of the sources' }) };
  static override batchFields = REPORT_FIELDS;

  protected readonly facts: CommandFacts<ReportShowData> = {
    command: 'dmarc report show',
    schema: 'dmarc-report-show',
    needs: 'network',
    view: async () => (await import('../../../ui/views/dmarc-report-show.ts')).dmarcReportShowView,
  };

  protected readInput(fields: Fields): Input {
    return { ...readReportSource(fields), ptr: fields.flag('ptr') };
  }

  protected target(input: Input): string | undefined {
    return showReportSource(input);
  }

  protected async inspect(input: Input, context: Context): Promise<Result<Report<ReportShowData>, Failure>> {
    const documents = await openReports(input);
    if (!documents.ok) return documents;
    return showReports(documents.value, input.ptr ? hostnames(context) : undefined);
  }
}

function hostnames({ network, signal }: Context): HostnameOf {
  return async (ip) => {
    const name = reverseName(ip);
    const found = name === undefined ? undefined : await network.informed.lookup(name, RR.PTR, { signal });
    if (found === undefined || !found.ok || found.value.status === 'bogus') return undefined;
    const [record] = found.value.records;
    const decoded = record === undefined ? undefined : ptrRdata.decode(record.rdata);
    return decoded?.ok ? decoded.value : undefined;
  };
}
