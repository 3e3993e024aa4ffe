import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { type Failure, ok, type Report, type Result } from '../../base/index.ts';
import {
  type CrlCheckData,
  type CrlPorts,
  type CrlQuestion,
  checkCrl,
  createCrlCache,
  crlCacheFolder,
} from '../../core/crl/index.ts';
import { type Certificate, type CrlPile, loadRoots, MAX_CRL_BYTES } from '../../core/pki/index.ts';
import { STARTTLS_PROTOCOLS } from '../../core/tls/index.ts';
import { type CertificatePlace, readCertificatePlace, readPlace } from '../../ui/command/certificate-place.ts';
import { type CertificateSource, readCertificateSource } from '../../ui/command/certificate-source.ts';
import { type CrlSource, readCrlSources } from '../../ui/command/crl-files.ts';
import { CheckCommand, type CommandFacts, type Context, type Fields } from '../../ui/command/index.ts';

interface Input {
  readonly subject: CertificatePlace;
  readonly issuers?: CertificateSource;
  /** Absent: they are fetched. */
  readonly crls?: readonly CrlSource[];
  readonly asked: Pick<CrlQuestion, 'depth' | 'maxBytes' | 'refresh'>;
  readonly usesCache: boolean;
}

const MEBIBYTE = 1024 * 1024;
const DEFAULT_MAX_MEBIBYTES = 64;
/** Longer than any chain that is met. */
const MAX_DEPTH = 10;

export default class CrlCheck extends CheckCommand<Input, CrlCheckData> {
  static override summary = 'Is this certificate revoked, by its authority’s CRL?';
  static override description =
    'Fetches the CRLs that the certificate names (distribution points, deltas), verifies them and looks the certificate up; ' +
    'the issuer is found in its file, in the chain sent, or where the certificate says. A CRL that cannot be relied on never ' +
    'makes a certificate good. Status 1: revoked, or a CRL that is proven wrong (out of date, bad signature); 3: nothing could ' +
    'be decided (unreachable, no CRL published, not about this certificate). CRLs are kept in $XDG_CACHE_HOME/mxray/crl ' +
    'until their nextUpdate.';
  static override examples = [
    '<%= config.bin %> crl check mx.pem',
    '<%= config.bin %> crl check mx.example.org:25',
    '<%= config.bin %> crl check mx.pem --issuer ca.pem --crl ca.crl --at 2026-12-24T00:00:00Z',
    '<%= config.bin %> crl check mx.example.org:443 --all --refresh --json',
  ];
  static override args = {
    cert: Args.string({ description: 'file of the certificate (PEM or DER, the chain may follow), or HOST:PORT' }),
  };
  static override flags = {
    issuer: Flags.string({
      helpValue: 'FILE',
      description: 'certificates of authorities: the issuer, signers of CRLs',
    }),
    crl: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'FILE',
      description: 'a CRL, PEM or DER, delta or complete; nothing is fetched then (repeatable)',
    }),
    starttls: Flags.option({ options: STARTTLS_PROTOCOLS })({
      description: "how HOST:PORT comes to TLS; none is TLS on connect [default: the port's]",
    }),
    'chain-depth': Flags.string({
      helpValue: 'N',
      description: 'how many certificates of the chain to ask about [default: 1]',
    }),
    all: Flags.boolean({ description: 'ask about every certificate of the chain but the root' }),
    'max-size': Flags.string({
      helpValue: 'MIB',
      description: `the largest CRL to fetch, in MiB, at most ${MAX_CRL_BYTES / MEBIBYTE} [default: ${DEFAULT_MAX_MEBIBYTES}]`,
    }),
    'no-cache': Flags.boolean({ description: 'neither read nor write the cache' }),
    refresh: Flags.boolean({ description: 'ask the network though a cached CRL is still in time' }),
  };
  static override batchFields = {
    cert: 'PEM text of the certificate, the chain may follow; or HOST:PORT',
    issuer: 'certificates of authorities: PEM, a list or one text',
    crls: 'CRLs: PEM or base64 of DER, a list; nothing is fetched then',
  };

  protected readonly facts: CommandFacts<CrlCheckData> = {
    command: 'crl check',
    schema: 'crl-check',
    needs: 'network',
    view: async () => (await import('../../ui/views/crl-check.ts')).crlCheckView,
  };

  /** A batch line has texts where the command line has file names. */
  protected readInput(fields: Fields): Input {
    const crls = [...fields.texts('crl').map((file) => ({ file })), ...fields.texts('crls').map((text) => ({ text }))];
    const mebibytes = fields.integer('maxSize', { min: 1, max: MAX_CRL_BYTES / MEBIBYTE }) ?? DEFAULT_MAX_MEBIBYTES;
    const depth = fields.integer('chainDepth', { min: 1, max: MAX_DEPTH }) ?? 1;
    return {
      subject: readSubject(fields),
      ...(fields.has('issuer') && { issuers: readIssuer(fields) }),
      ...((fields.has('crl') || fields.has('crls')) && { crls }),
      asked: {
        depth: fields.flag('all') ? MAX_DEPTH : depth,
        maxBytes: mebibytes * MEBIBYTE,
        refresh: fields.flag('refresh'),
      },
      usesCache: !fields.flag('noCache'),
    };
  }

  protected target({ subject }: Input): string | undefined {
    if ('host' in subject) return `${subject.host}:${subject.port}`;
    return 'files' in subject ? subject.files.join(' ') : undefined;
  }

  protected async inspect(input: Input, context: Context): Promise<Result<Report<CrlCheckData>, Failure>> {
    const found = await readCertificatePlace(input.subject, context);
    if (!found.ok) return found;
    const issuers = input.issuers === undefined ? ok([]) : await readCertificateSource(input.issuers);
    if (!issuers.ok) return issuers;
    const given = input.crls === undefined ? ok(undefined) : await readCrlSources(input.crls);
    if (!given.ok) return given;
    const roots = await rootsFor(input, context);
    if (!roots.ok) return roots;
    const { certificates } = found.value;
    const question = { ...input.asked, certificates, issuers: [...issuers.value, ...roots.value] };
    return ok(await checkCrl(complete(question, given.value, context), portsOf(input, context)));
  }
}

function complete(
  question: Omit<CrlQuestion, 'given' | 'at' | 'timeoutMs'>,
  given: CrlPile | undefined,
  { clock, settings }: Context,
): CrlQuestion {
  const { timeoutMs } = settings;
  return { ...question, ...(given !== undefined && { given }), at: clock.now(), timeoutMs };
}

function portsOf({ usesCache }: Input, { network, clock, signal }: Context): CrlPorts {
  const folder = usesCache ? crlCacheFolder(process.env) : undefined;
  const cache = folder === undefined ? undefined : createCrlCache(folder);
  return { fetch: network.net.fetch, clock, signal, ...(cache !== undefined && { cache }) };
}

/** PEM, HOST:PORT, or else a path. */
function readSubject(fields: Fields): CertificatePlace {
  if (fields.isPem('cert') || fields.isList('cert')) return { texts: fields.texts('cert'), field: 'cert' };
  return readPlace(fields, 'cert');
}

function readIssuer(fields: Fields): CertificateSource {
  const inline = fields.isPem('issuer') || fields.isList('issuer');
  return inline
    ? { texts: fields.texts('issuer'), field: 'issuer' }
    : { file: fields.optionalText('issuer') ?? '', flag: '--issuer' };
}

/** Servers leave the root out, and the list about an authority is verified with it. */
async function rootsFor({ asked }: Input, { settings }: Context): Promise<Result<readonly Certificate[], Failure>> {
  const { caFile, caPath } = settings;
  if (asked.depth === 1 && caFile === undefined && caPath === undefined) return ok([]);
  return loadRoots({
    ...(caFile !== undefined && { caFile }),
    ...(caPath !== undefined && { caPath }),
    bundled: async () => (await import('../../core/net/index.ts')).bundledRoots(),
  });
}
