import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { err, type Failure, finding, ok, type Report, type Result } from '../../base/index.ts';
import {
  generated,
  generatedUnusable,
  genericLine,
  type Material,
  makeRecord,
  materialFor,
  type RecordShape,
  readMaterials,
  recordLine,
  tlsaName,
} from '../../core/dane/index.ts';
import { parseName, type Tlsa } from '../../core/dns/index.ts';
import { STARTTLS_PROTOCOLS, type StartTlsProtocol } from '../../core/tls/index.ts';
import {
  CheckCommand,
  type CommandFacts,
  type Context,
  type Fields,
  readTextFile,
  usageError,
} from '../../ui/command/index.ts';
import { liveChains } from '../../ui/command/live-material.ts';
import type { TlsaGenerateData } from '../../ui/views/tlsa-generate.ts';

interface Input {
  readonly host: string;
  readonly port: number;
  readonly file?: string;
  readonly starttls: StartTlsProtocol;
  readonly shapes: readonly RecordShape[];
  readonly form: 'zone' | 'generic' | 'both';
}

const MAX_FILE_BYTES = 4 * 1024 * 1024;
const FORMS = ['zone', 'generic', 'both'] as const;

export default class TlsaGenerate extends CheckCommand<Input, TlsaGenerateData> {
  static override summary = 'The TLSA record to publish, from a certificate, key, request or live host.';
  static override description =
    'Without --from the host itself is asked, and every certificate it shows (one per key type) gets a record. ' +
    'The default, 3 1 1, survives renewals with the same key.';
  static override examples = [
    '<%= config.bin %> tlsa generate mx.example.org',
    '<%= config.bin %> tlsa generate mx.example.org --from /etc/ssl/mx.pem --record "3 1 1" --record "2 0 1"',
    '<%= config.bin %> tlsa generate imap.example.org --port 143 --starttls imap',
  ];
  static override args = { host: Args.string({ description: "the host's name" }) };
  static override flags = {
    from: Flags.string({ helpValue: 'FILE', description: 'PEM: certificate, public or private key, or request' }),
    port: Flags.string({ helpValue: 'PORT', description: 'port in the record, and to ask [default: 25]' }),
    starttls: Flags.option({ options: STARTTLS_PROTOCOLS })({
      description: 'how to come to TLS on the live host [default: smtp]',
    }),
    record: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      helpValue: '"U S M"',
      description: 'usage, selector, matching type [default: 3 1 1]',
    }),
    form: Flags.option({ options: FORMS })({
      description: 'as a zone file has it, in generic form (RFC 3597), or both [default: zone]',
    }),
  };

  protected readonly facts: CommandFacts<TlsaGenerateData> = {
    command: 'tlsa generate',
    schema: 'tlsa-generate',
    needs: 'network',
    view: async () => (await import('../../ui/views/tlsa-generate.ts')).tlsaGenerateView,
  };

  protected readInput(fields: Fields): Input {
    const host = fields.text('host', "the host's name, such as mx.example.org");
    const records = fields.texts('record');
    const file = fields.optionalText('from');
    return {
      host: host === '' ? '' : fields.take(parseName(host), ''),
      port: fields.integer('port', { min: 1, max: 65535 }) ?? 25,
      starttls: fields.oneOf('starttls', STARTTLS_PROTOCOLS) ?? 'smtp',
      shapes: (records.length === 0 ? ['3 1 1'] : records).map((text) => readShape(text, fields)),
      form: fields.oneOf('form', FORMS) ?? 'zone',
      ...(file !== undefined && { file }),
    };
  }

  protected target({ host, port }: Input): string {
    return `${host}:${port}`;
  }

  protected async inspect(input: Input, context: Context): Promise<Result<Report<TlsaGenerateData>, Failure>> {
    const chains = await chainsFor(input, context);
    if (!chains.ok) return chains;
    const name = tlsaName(input.port, input.host);
    const lines: { record: string; from: string }[] = [];
    for (const chain of chains.value) {
      for (const shape of input.shapes) {
        const made = makeFor(shape, chain);
        if (!made.ok) return made;
        const { record, from } = made.value;
        if (input.form !== 'generic') lines.push({ record: recordLine(name, record), from });
        if (input.form !== 'zone') lines.push({ record: genericLine(name, record), from });
      }
    }
    const records = [...new Map(lines.map((line) => [line.record, line])).values()];
    const pkix = input.shapes.some(({ usage }) => usage < 2) && input.port === 25;
    const findings = [
      ...records.map(({ record, from }) =>
        finding(generated, { scope: { host: input.host }, detail: `${record} (from ${from})` }),
      ),
      ...(pkix ? [finding(generatedUnusable)] : []),
    ];
    return ok({ findings, data: { name, records } });
  }
}

async function chainsFor(input: Input, context: Context): Promise<Result<readonly (readonly Material[])[], Failure>> {
  if (input.file === undefined) return liveChains(input, context);
  const text = await readTextFile(input.file, '--from', MAX_FILE_BYTES);
  if (!text.ok) return text;
  const materials = readMaterials(text.value, input.file);
  return materials.ok ? ok([materials.value]) : materials;
}

function makeFor(shape: RecordShape, chain: readonly Material[]): Result<{ record: Tlsa; from: string }, Failure> {
  const material = materialFor(shape.usage, chain);
  if (material === undefined) {
    const hint = "give a file that holds the authority's certificate, or use usage 3";
    return err(usageError(`usage ${shape.usage} needs the certificate of an authority, and there is none`, hint));
  }
  const record = makeRecord(material, shape);
  if (record !== undefined) return ok({ record, from: material.what });
  return err(usageError(`selector 0 needs a certificate, and there is only ${material.what}`, 'use selector 1'));
}

const USAGE_WORDS: readonly string[] = ['PKIX-TA', 'PKIX-EE', 'DANE-TA', 'DANE-EE'];

function readShape(text: string, fields: Fields): RecordShape {
  const [usage = '', selector, matchingType, ...rest] = text.trim().split(/[\s,]+/);
  const word = USAGE_WORDS.indexOf(usage.toUpperCase());
  const numbers = [word >= 0 ? word : Number(usage), Number(selector), Number(matchingType)] as const;
  const [most, bounds] = [rest.length === 0, [3, 1, 2]];
  if (most && numbers.every((value, i) => Number.isInteger(value) && value >= 0 && value <= bounds[i]!)) {
    return { usage: numbers[0], selector: numbers[1], matchingType: numbers[2] };
  }
  fields.problem(`--record "${text}" is not USAGE SELECTOR MATCHING, such as "3 1 1": 0 to 3, 0 or 1, 0 to 2`);
  return { usage: 3, selector: 1, matchingType: 1 };
}
