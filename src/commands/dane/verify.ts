import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { type Failure, ok, type Report, type Result } from '../../base/index.ts';
import { parseTlsa, type VerifyData, type VerifyInput, verifyOffline } from '../../core/dane/index.ts';
import { parseName, parseZoneText, RR, type Tlsa, tlsaRdata } from '../../core/dns/index.ts';
import { type Certificate, parseCertificates } from '../../core/pki/index.ts';
import { CheckCommand, type CommandFacts, type Context, type Fields, readTextFile } from '../../ui/command/index.ts';

/** Texts where they were given (a batch line), or files still to be read. */
interface Input {
  readonly host: string;
  readonly domain?: string;
  readonly tlsa: readonly string[];
  readonly chain: readonly string[];
  readonly roots: readonly string[];
  readonly tlsaFile?: string;
  readonly chainFile?: string;
  readonly rootsFile?: string;
  readonly at?: Date;
}

const MAX_FILE_BYTES = 4 * 1024 * 1024;

export default class DaneVerify extends CheckCommand<Input, VerifyData> {
  static override summary = 'The verdict of dane check offline: TLSA records and a PEM chain.';
  static override description =
    'Says whether the records vouch for the chain, which record and at what depth; for usage 2 with names and dates (--at). ' +
    'Nothing is looked up: that the records are secure is taken for granted.';
  static override examples = [
    '<%= config.bin %> dane verify mx.example.org --chain chain.pem --tlsa "3 1 1 ab…"',
    '<%= config.bin %> dane verify mx.example.org --chain chain.pem --tlsa-file tlsa.zone --at 2026-12-24T00:00:00Z',
  ];
  static override args = { host: Args.string({ description: 'the name the certificate should have' }) };
  static override flags = {
    tlsa: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'RDATA',
      description: 'a record, as 3 1 1 ab…',
    }),
    'tlsa-file': Flags.string({ helpValue: 'FILE', description: 'records in zone-file form, or one RDATA a line' }),
    chain: Flags.string({ helpValue: 'FILE', description: 'the chain as sent, PEM, leaf first' }),
    roots: Flags.string({
      helpValue: 'FILE',
      description: 'certificates of authorities, to tell a chain that lacks its anchor',
    }),
    domain: Flags.string({ helpValue: 'NAME', description: 'the mail domain, which the certificate may name instead' }),
  };
  static override batchFields = {
    tlsa: 'records as 3 1 1 ab…, a list',
    chain: 'the chain as sent: PEM, leaf first, a list or one text',
    roots: 'certificates of authorities: PEM, a list or one text',
  };

  protected readonly facts: CommandFacts<VerifyData> = {
    command: 'dane verify',
    schema: 'dane-verify',
    needs: 'nothing',
    view: async () => (await import('../../ui/views/dane-verify.ts')).daneVerifyView,
  };

  /** A batch line holds texts where the command line has file names: `chain` and `roots` are then lists. */
  protected readInput(fields: Fields): Input {
    const host = fields.take(parseName(fields.text('host', 'the name of the host') || 'x'), '');
    const inline = fields.isList('chain') || fields.isPem('chain');
    const domain = fields.optionalText('domain');
    const at = fields.date('at');
    const tlsaFile = fields.optionalText('tlsaFile');
    if (!fields.has('tlsa') && tlsaFile === undefined)
      fields.problem('"tlsa" is missing: give a record with --tlsa or --tlsa-file');
    if (!fields.has('chain')) fields.problem('"chain" is missing: give the PEM file of the chain with --chain');
    const texts = inline ? { chain: fields.texts('chain'), roots: fields.texts('roots') } : { chain: [], roots: [] };
    const files = inline
      ? {}
      : {
          chainFile: fields.optionalText('chain') ?? '',
          ...(fields.has('roots') && { rootsFile: fields.optionalText('roots')! }),
        };
    return {
      host,
      tlsa: fields.texts('tlsa'),
      ...texts,
      ...files,
      ...(domain !== undefined && { domain: fields.take(parseName(domain), '') }),
      ...(tlsaFile !== undefined && { tlsaFile }),
      ...(at !== undefined && { at }),
    };
  }

  protected target({ host }: Input): string {
    return host;
  }

  protected async inspect(input: Input, { clock }: Context): Promise<Result<Report<VerifyData>, Failure>> {
    const records = await readRecords(input);
    if (!records.ok) return records;
    const chain = await readCertificates(input.chain, input.chainFile, 'chain');
    if (!chain.ok) return chain;
    const roots =
      input.roots.length + (input.rootsFile === undefined ? 0 : 1) === 0
        ? ok([])
        : await readCertificates(input.roots, input.rootsFile, 'roots');
    if (!roots.ok) return roots;
    const verify: VerifyInput = {
      host: input.host,
      alsoNamed: input.domain === undefined ? [] : [input.domain],
      records: records.value,
      chain: chain.value,
      roots: roots.value,
      at: input.at ?? clock.now(),
    };
    return ok(verifyOffline(verify));
  }
}

async function readRecords({ tlsa, tlsaFile }: Input): Promise<Result<readonly Tlsa[], Failure>> {
  const records: Tlsa[] = [];
  for (const text of tlsa) {
    const parsed = parseTlsa(text);
    if (!parsed.ok) return parsed;
    records.push(parsed.value);
  }
  if (tlsaFile === undefined) return ok(records);
  const text = await readTextFile(tlsaFile, '--tlsa-file', MAX_FILE_BYTES);
  if (!text.ok) return text;
  const fromFile = parseRecordFile(text.value, tlsaFile);
  return fromFile.ok ? ok([...records, ...fromFile.value]) : fromFile;
}

/** Zone-file form, or bare RDATA a line. */
function parseRecordFile(text: string, file: string): Result<readonly Tlsa[], Failure> {
  const lines = text
    .split(/\r?\n/)
    .map((line) => line.replace(/;.*/, '').trim())
    .filter((line) => line !== '');
  if (lines.every((line) => /^\d+\s+\d+\s+\d+\s+[0-9a-fA-F\s]+$/.test(line))) return collect(lines.map(parseTlsa));
  const zone = parseZoneText(text, { file, origin: '' });
  if (!zone.ok) return zone;
  return collect(zone.value.filter(({ type }) => type === RR.TLSA).map(({ rdata }) => tlsaRdata.decode(rdata)));
}

function collect<T>(results: readonly Result<T, Failure>[]): Result<readonly T[], Failure> {
  const bad = results.find((result) => !result.ok);
  return bad !== undefined && !bad.ok ? bad : ok(results.flatMap((result) => (result.ok ? [result.value] : [])));
}

async function readCertificates(
  texts: readonly string[],
  file: string | undefined,
  name: string,
): Promise<Result<readonly Certificate[], Failure>> {
  if (file === undefined) return parseCertificates(texts.join('\n'), `"${name}"`);
  const text = await readTextFile(file, `--${name}`, MAX_FILE_BYTES);
  return text.ok ? parseCertificates(text.value, file) : text;
}
