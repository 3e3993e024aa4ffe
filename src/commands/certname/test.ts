import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { addressFamily, type Failure, ok, type Report, type Result } from '../../base/index.ts';
import { type CertNameData, lookAtServer, type Shown, testName } from '../../core/certname/index.ts';
import { parseReference, type Reference, RULE_NAMES, type RuleName } from '../../core/pki/index.ts';
import { STARTTLS_PROTOCOLS } from '../../core/tls/index.ts';
import { readCertificateFile, readCertificateTexts } from '../../ui/command/certificate-files.ts';
import { CheckCommand, type CommandFacts, type Context, type Fields } from '../../ui/command/index.ts';
import { looksLikeServer, parseServerPlace, type ServerPlace, showServerPlace } from '../../ui/command/server-place.ts';

type Source =
  | { readonly kind: 'text'; readonly pem: string }
  | { readonly kind: 'file'; readonly path: string }
  | ({ readonly kind: 'server' } & ServerPlace);

interface Input {
  readonly reference: Reference;
  readonly rule: RuleName;
  readonly source: Source;
  readonly name: string;
}

const DEFAULT_RULE = 'rfc9525';

export default class CertNameTest extends CheckCommand<Input, CertNameData> {
  static override summary = 'Does the certificate name the host: by which rule, by which identifier.';
  static override description =
    'Asks each rule in use (RFC 9525, RFC 6125, DANE for SMTP, Exim, Node, OpenSSL) which identifier of the certificate matches, or ' +
    'why none does; --rule decides the status. The certificate is a file (PEM or DER, the first in it), or is looked at on a server: ' +
    'every address, and the certificate of each type of key, NAME being asked for (SNI). Names alone are compared: no dates, no trust.';
  static override examples = [
    '<%= config.bin %> certname test mx.example.org /etc/ssl/mx.pem',
    '<%= config.bin %> certname test mx.example.org mx.example.org:25 --rule exim',
    '<%= config.bin %> certname test 192.0.2.1 imap.example.org --starttls imap',
  ];
  static override args = {
    name: Args.string({ description: 'host name or IP address that a client means to reach' }),
    cert: Args.string({ description: 'file (PEM or DER), or HOST:PORT' }),
  };
  static override flags = {
    rule: Flags.option({ options: RULE_NAMES })({ description: `which rule decides [default: ${DEFAULT_RULE}]` }),
    starttls: Flags.option({ options: STARTTLS_PROTOCOLS })({
      description: "how to come to TLS on a server; none is TLS on connect [default: the port's]",
    }),
  };
  static override batchFields = { cert: 'PEM text, the first certificate in it; or HOST:PORT' };

  protected readonly facts: CommandFacts<CertNameData> = {
    command: 'certname test',
    schema: 'certname-test',
    needs: 'network',
    view: async () => (await import('../../ui/views/certname-test.ts')).certNameTestView,
  };

  protected readInput(fields: Fields): Input {
    const name = fields.text('name', 'a host name such as mx.example.org, or an IP address');
    const nowhere: Reference = { kind: 'host', name: '' };
    return {
      reference: name === '' ? nowhere : fields.take(parseReference(name), nowhere),
      rule: fields.oneOf('rule', RULE_NAMES) ?? DEFAULT_RULE,
      source: readSource(fields),
      name,
    };
  }

  protected target({ name, source }: Input): string {
    return source.kind === 'server' ? `${name} at ${showServerPlace(source)}` : name;
  }

  protected async inspect(input: Input, context: Context): Promise<Result<Report<CertNameData>, Failure>> {
    const shown = await findCertificates(input, context);
    if (!shown.ok) return shown;
    const { findings, data } = testName({ ...input, certificates: shown.value.certificates });
    return ok({ findings: [...findings, ...shown.value.findings], data });
  }
}

function readSource(fields: Fields): Source {
  const text = fields.text('cert', 'a certificate: a PEM or DER file, or HOST:PORT');
  const protocol = fields.oneOf('starttls', STARTTLS_PROTOCOLS);
  if (fields.isPem('cert')) return { kind: 'text', pem: text };
  if (!looksLikeServer(text) && (protocol === undefined || /[/\s]/.test(text))) return { kind: 'file', path: text };
  return { kind: 'server', ...parseServerPlace(text, fields) };
}

async function findCertificates({ source, reference }: Input, context: Context): Promise<Result<Shown, Failure>> {
  if (source.kind === 'server') return look(source, reference, context);
  const read =
    source.kind === 'text'
      ? readCertificateTexts([source.pem], 'cert')
      : await readCertificateFile(source.path, '"cert"');
  if (!read.ok) return read;
  return ok({ certificates: [{ certificate: read.value[0]!, seen: [] }], findings: [] });
}

function look(
  place: ServerPlace,
  reference: Reference,
  { network, settings, signal }: Context,
): Promise<Result<Shown, Failure>> {
  const { ehlo, timeoutMs } = settings;
  const isName = addressFamily(place.host) === 0;
  const serverName = reference.kind === 'host' ? reference.name : isName ? place.host : undefined;
  const server = { ...place, ehlo, timeoutMs, ...(serverName !== undefined && { serverName }) };
  return lookAtServer(server, { probe: network.probe, addressesOf: network.addressesOf, signal });
}
