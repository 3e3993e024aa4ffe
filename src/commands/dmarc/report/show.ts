import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { err, type Failure, ok, type Report, type Result, readBoundedFile } from '../../../base/index.ts';
import {
  type Document,
  type HostnameOf,
  MAX_INPUT_BYTES,
  type ReportShowData,
  showReports,
} from '../../../core/dmarc/index.ts';
import { ptrRdata, RR, reverseName } from '../../../core/dns/index.ts';
import { CheckCommand, type CommandFacts, type Context, type Fields, usageError } from '../../../ui/command/index.ts';

interface Input {
  readonly files: readonly string[];
  readonly report?: string;
  readonly ptr: boolean;
}

const MAX_FILES = 10_000;
/** They are held together. */
const MAX_ALL_BYTES = 256 * 1024 * 1024;

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
  static override batchFields = { report: 'one report in base64, instead of files', files: 'names of files, a list' };

  protected readonly facts: CommandFacts<ReportShowData> = {
    command: 'dmarc report show',
    schema: 'dmarc-report-show',
    needs: 'network',
    view: async () => (await import('../../../ui/views/dmarc-report-show.ts')).dmarcReportShowView,
  };

  protected readInput(fields: Fields): Input {
    const report = fields.optionalText('report');
    const files = fields.texts('files');
    if (report === undefined && files.length === 0)
      fields.problem('"files" is missing: name a report, or - for standard input');
    if (report !== undefined && !/^[A-Za-z0-9+/=\s]*$/.test(report)) fields.problem('"report" must be base64');
    if (files.length > MAX_FILES) fields.problem(`"files" are ${files.length}: give at most ${MAX_FILES} at once`);
    return { files, ptr: fields.flag('ptr'), ...(report !== undefined && { report }) };
  }

  protected target({ files }: Input): string | undefined {
    return files.length === 0 ? undefined : files.length === 1 ? files[0] : `${files.length} files`;
  }

  protected async inspect(input: Input, context: Context): Promise<Result<Report<ReportShowData>, Failure>> {
    const documents = await readDocuments(input);
    if (!documents.ok) return documents;
    return showReports(documents.value, input.ptr ? hostnames(context) : undefined);
  }
}

async function readDocuments({ files, report }: Input): Promise<Result<readonly Document[], Failure>> {
  if (report !== undefined) return ok([{ source: 'the report', bytes: Buffer.from(report, 'base64') }]);
  const documents: Document[] = [];
  let total = 0;
  for (const file of files) {
    const read = await readBoundedFile(file, MAX_INPUT_BYTES);
    if (!read.ok) return read;
    total += read.value.length;
    if (total > MAX_ALL_BYTES)
      return err(usageError(`"files" have more than ${MAX_ALL_BYTES} octets together`, 'give fewer at once'));
    documents.push({ source: file === '-' ? 'standard input' : file, bytes: read.value });
  }
  return ok(documents);
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
