import { existsSync } from 'node:fs';
import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { err, type Failure, ok, type Report, type Result, readBoundedFile } from '../../base/index.ts';
import {
  MAX_GIVEN_OCTETS,
  octetsFromField,
  octetsFromFile,
  octetsFromText,
  type ProxyParseData,
  parseReport,
  type Spelling,
} from '../../core/proxy/index.ts';
import { CheckCommand, type CommandFacts, type Fields, usageError } from '../../ui/command/index.ts';

interface Input {
  readonly source: { readonly octets: Uint8Array } | { readonly file: string };
  readonly name: string;
  readonly spelling?: Spelling;
}

export default class ProxyParse extends CheckCommand<Input, ProxyParseData> {
  static override summary = 'A PROXY header explained octet by octet.';
  static override description =
    'Takes the header as hex, base64, a line of version 1, a file or standard input, and finds out which it is. Every octet is ' +
    'shown with its place and meaning; a header that is wrong is told with a code and the offset of the first octet that ' +
    'cannot be (status 1). Octets behind the header are counted, and are not part of it. In ' +
    'JSON source and destination are {address, port}, of UNIX sockets {address} with the path; values of TLVs are base64.';
  static override examples = [
    "<%= config.bin %> proxy parse 'PROXY TCP4 192.0.2.1 198.51.100.1 56324 25\\r\\n'",
    '<%= config.bin %> proxy parse 0D0A0D0A000D0A515549540A2111000CC0000201C6336401DC040019',
    '<%= config.bin %> proxy parse --json - < captured.bin',
    `echo '{"bytes":"UFJPWFkgVU5LTk9XTg0K"}' | <%= config.bin %> proxy parse --batch -`,
  ];
  static override args = {
    header: Args.string({ description: 'hex, base64, a line beginning with PROXY, a file; - is standard input' }),
  };
  static override flags = {
    hex: Flags.boolean({ description: 'it is hex' }),
    base64: Flags.boolean({ description: 'it is base64' }),
    binary: Flags.boolean({
      description: 'it is the octets themselves; \\r, \\n and \\xNN are understood in an argument',
    }),
  };
  static override batchFields = { bytes: 'the header in base64' };

  protected readonly facts: CommandFacts<ProxyParseData> = {
    command: 'proxy parse',
    schema: 'proxy-parse',
    needs: 'nothing',
    view: async () => (await import('../../ui/views/proxy-parse.ts')).proxyParseView,
  };

  protected readInput(fields: Fields): Input {
    const spelling = readSpelling(fields);
    const given = spelling !== undefined && { spelling };
    if (fields.has('bytes')) {
      const octets = fields.take(octetsFromField(fields.optionalText('bytes') ?? '', spelling), new Uint8Array());
      return { source: { octets }, name: 'bytes', ...given };
    }
    const text = fields.text('header', 'hex, base64, a file, or - for standard input');
    if (text === '') return { source: { octets: new Uint8Array() }, name: '' };
    if (text === '-' || (spelling === undefined && existsSync(text)))
      return { source: { file: text }, name: text, ...given };
    return { source: { octets: fields.take(octetsFromText(text, spelling), new Uint8Array()) }, name: 'header' };
  }

  protected target({ name }: Input): string {
    return name;
  }

  protected async inspect({ source, spelling }: Input): Promise<Result<Report<ProxyParseData>, Failure>> {
    if ('octets' in source) return ok(parseReport(source.octets));
    const content = await readBoundedFile(source.file, MAX_GIVEN_OCTETS);
    if (!content.ok) return content;
    const octets = octetsFromFile(content.value, spelling);
    return octets.ok ? ok(parseReport(octets.value)) : err(usageError(octets.error.message, octets.error.hint));
  }
}

function readSpelling(fields: Fields): Spelling | undefined {
  const said = (['hex', 'base64', 'binary'] as const).filter((name) => fields.flag(name));
  if (said.length > 1) fields.problem(`${said.map((name) => `--${name}`).join(' and ')} exclude each other: give one`);
  return said[0];
}
