import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { type Failure, ok, type Report, type Result } from '../../base/index.ts';
import { type CrlShowData, showCrl } from '../../core/crl/index.ts';
import { type CertificateSource, readCertificateSource } from '../../ui/command/certificate-source.ts';
import { type CrlSource, readCrlSources } from '../../ui/command/crl-files.ts';
import { CheckCommand, type CommandFacts, type Context, type Fields } from '../../ui/command/index.ts';

interface Input {
  readonly source: CrlSource;
  readonly issuers?: CertificateSource;
  readonly limit: number;
  readonly serial?: Uint8Array;
}

const DEFAULT_LIMIT = 20;
const MAX_LIMIT = 1_000_000;
/** RFC 5280 §4.1.2.2 has 20; more are met. */
const MAX_SERIAL_DIGITS = 200;

export default class CrlShow extends CheckCommand<Input, CrlShowData> {
  static override summary = 'A CRL explained: issuer, dates, scope, entries.';
  static override description =
    'Shows what openssl crl -text shows, with reasons counted and a bounded list of entries, and says what is wrong with it. ' +
    'With --issuer the signature is verified, with --serial one entry is looked up.';
  static override examples = [
    '<%= config.bin %> crl show ca.crl',
    '<%= config.bin %> crl show ca.crl --issuer ca.pem --serial 0a1b2c',
  ];
  static override args = {
    file: Args.string({ description: 'file of one CRL or several, PEM or DER; - is standard input' }),
  };
  static override flags = {
    issuer: Flags.string({ helpValue: 'FILE', description: 'certificate of its issuer, to verify the signature' }),
    limit: Flags.string({ helpValue: 'N', description: `how many entries to list [default: ${DEFAULT_LIMIT}]` }),
    serial: Flags.string({ helpValue: 'HEX', description: 'a serial number to look up' }),
  };
  static override batchFields = {
    crl: 'the CRL: PEM or base64 of DER',
    issuer: 'certificates of authorities: PEM, a list or one text',
  };

  protected readonly facts: CommandFacts<CrlShowData> = {
    command: 'crl show',
    schema: 'crl-show',
    needs: 'nothing',
    view: async () => (await import('../../ui/views/crl-show.ts')).crlShowView,
  };

  protected readInput(fields: Fields): Input {
    const serial = fields.has('serial') ? readSerial(fields) : undefined;
    const inline = fields.has('crl');
    return {
      source: inline
        ? { text: fields.text('crl', 'a CRL as PEM or base64') }
        : { file: fields.text('file', 'the file of a CRL') },
      ...(fields.has('issuer') && {
        issuers: inline
          ? { texts: fields.texts('issuer'), field: 'issuer' }
          : { file: fields.optionalText('issuer') ?? '', flag: '--issuer' },
      }),
      limit: fields.integer('limit', { min: 0, max: MAX_LIMIT }) ?? DEFAULT_LIMIT,
      ...(serial !== undefined && { serial }),
    };
  }

  protected target({ source }: Input): string | undefined {
    return 'file' in source ? source.file : undefined;
  }

  protected async inspect(input: Input, { clock }: Context): Promise<Result<Report<CrlShowData>, Failure>> {
    const pile = await readCrlSources([input.source]);
    if (!pile.ok) return pile;
    const issuers = input.issuers === undefined ? ok([]) : await readCertificateSource(input.issuers);
    if (!issuers.ok) return issuers;
    const { limit, serial } = input;
    const question = { pile: pile.value, issuers: issuers.value, at: clock.now(), limit };
    return ok(showCrl({ ...question, ...(serial !== undefined && { serial }) }));
  }
}

/** `0A:1B` or `0a1b`, as openssl and browsers write it: contents of a positive INTEGER. */
function readSerial(fields: Fields): Uint8Array | undefined {
  const text = fields.optionalText('serial') ?? '';
  const digits = text
    .replace(/^0x/i, '')
    .replace(/[:\s]/g, '')
    .replace(/^0+(?=.)/, '');
  if (!/^[0-9a-f]+$/i.test(digits) || digits.length > MAX_SERIAL_DIGITS) {
    fields.problem(`"serial" must be a serial number in hex, and is "${text.slice(0, 60)}"`);
    return undefined;
  }
  const octets = Buffer.from(digits.length % 2 === 0 ? digits : `0${digits}`, 'hex');
  return octets[0]! < 0x80 ? octets : Buffer.concat([Uint8Array.of(0), octets]);
}
