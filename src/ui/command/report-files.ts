/** Reports as commands take them: files, standard input, or one in a batch line. */
import { err, type Failure, ok, type Result, readBoundedFile } from '../../base/index.ts';
import { type Document, MAX_INPUT_BYTES } from '../../core/unpack/index.ts';
import { type Fields, usageError } from './fields.ts';

export interface ReportSource {
  readonly files: readonly string[];
  readonly report?: Uint8Array;
}

const MAX_FILES = 10_000;
/** They are held together. */
const MAX_ALL_BYTES = 256 * 1024 * 1024;

/** For `batchFields`. */
export const REPORT_FIELDS = {
  report: 'one report, in base64, as text, or as the JSON it is, instead of files',
  files: 'names of files, a list',
};

export function readReportSource(fields: Fields): ReportSource {
  const report = readGiven(fields);
  const files = fields.texts('files');
  if (report === undefined && files.length === 0)
    fields.problem('"files" is missing: name a report, or - for standard input');
  if (files.length > MAX_FILES) fields.problem(`"files" are ${files.length}: give at most ${MAX_FILES} at once`);
  return { files, ...(report !== undefined && { report: readReport(report, fields) }) };
}

/** A report that is JSON need not be put into a text. */
function readGiven(fields: Fields): string | undefined {
  const [given] = fields.list('report');
  if (typeof given !== 'object' || given === null) return fields.optionalText('report');
  try {
    return JSON.stringify(fields.isList('report') ? fields.list('report') : given);
  } catch {
    fields.problem('"report" has things in each other deeper than can be read'); // a line may be nested as it likes
    return '';
  }
}

/** A document or a mail has signs that base64 has not. */
function readReport(report: string, fields: Fields): Uint8Array {
  if (/^[A-Za-z0-9+/=\s]*$/.test(report)) return Buffer.from(report, 'base64');
  if (!/^\ufeff?\s*[<{[]|^(?:From |[!-9;-~]+:)/.test(report))
    fields.problem('"report" must be base64, or a report as text');
  return Buffer.from(report);
}

export function showReportSource({ files }: ReportSource): string | undefined {
  if (files.length === 0) return undefined;
  return files.length === 1 ? files[0] : `${files.length} files`;
}

export async function openReports({ files, report }: ReportSource): Promise<Result<readonly Document[], Failure>> {
  if (report !== undefined) return ok([{ source: 'the report', bytes: report }]);
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
