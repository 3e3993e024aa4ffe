import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { type Failure, ok, type Report, type Result } from '../../base/index.ts';
import { type CertShowData, showCertificates } from '../../core/cert/index.ts';
import { STARTTLS_PROTOCOLS } from '../../core/tls/index.ts';
import { type CertificatePlace, readCertificatePlace, readPlace } from '../../ui/command/certificate-place.ts';
import { CheckCommand, type CommandFacts, type Context, type Fields } from '../../ui/command/index.ts';

export default class CertShow extends CheckCommand<CertificatePlace, CertShowData> {
  static override summary =
    'A certificate explained: every field, its strength, its fingerprints, the TLSA records it makes.';
  static override description =
    'Takes PEM with any number of certificates, DER, or HOST:PORT, whose chain is shown as sent. Dates are judged now, or at ' +
    '--at. Whether a chain is valid is a matter for mxray cert chain.';
  static override examples = [
    '<%= config.bin %> cert show mx.pem',
    '<%= config.bin %> cert show mx.example.org:25',
    '<%= config.bin %> cert show - --json < chain.pem',
  ];
  static override args = {
    target: Args.string({
      multiple: true,
      description: 'files of certificates, PEM or DER (- is standard input), or HOST:PORT',
    }),
  };
  static override flags = {
    starttls: Flags.option({ options: STARTTLS_PROTOCOLS })({
      description: "how HOST:PORT comes to TLS; none is TLS on connect [default: the port's]",
    }),
  };
  static override batchFields = { cert: 'the certificates: PEM, one text or a list' };

  protected readonly facts: CommandFacts<CertShowData> = {
    command: 'cert show',
    schema: 'cert-show',
    needs: 'network',
    view: async () => (await import('../../ui/views/cert-show.ts')).certShowView,
  };

  protected readInput(fields: Fields): CertificatePlace {
    return fields.has('cert') ? { texts: fields.texts('cert'), field: 'cert' } : readPlace(fields, 'target');
  }

  protected target(place: CertificatePlace): string | undefined {
    if ('host' in place) return `${place.host}:${place.port}`;
    return 'files' in place ? place.files.join(' ') : undefined;
  }

  protected async inspect(place: CertificatePlace, context: Context): Promise<Result<Report<CertShowData>, Failure>> {
    const found = await readCertificatePlace(place, context);
    if (!found.ok) return found;
    const scope = 'host' in place ? { host: place.host, port: place.port } : {};
    return ok(showCertificates(found.value.certificates, context.clock.now(), scope));
  }
}
