import * as Flags from '@oclif/core/flags';
import { err, type Failure, ok, type Report, type Result } from '../../base/index.ts';
import { type Certificate, loadRoots } from '../../core/pki/index.ts';
import {
  type FetchData,
  type FetchOptions,
  fetchProofs,
  leavesOf,
  proofFileFor,
  rootsIn,
  type Wanted,
} from '../../core/stapling/index.ts';
import { readCertificateSources } from '../../ui/command/certificate-files.ts';
import { commonFlags } from '../../ui/command/flags.ts';
import { CheckCommand, type CommandFacts, type Context, type Fields, usageError } from '../../ui/command/index.ts';
import {
  type AskWords,
  LOCK_WAIT_MS,
  proofFlags,
  readAskWords,
  readProofWords,
  staplePorts,
} from '../../ui/command/proof-options.ts';

interface Input extends Omit<FetchOptions, 'ask' | 'issuers' | 'jobs' | 'lockWaitMs'> {
  /** PEM texts or names of files, as are the next two. */
  readonly cert: readonly string[];
  readonly issuer: readonly string[];
  readonly chain: readonly string[];
  readonly roots: readonly string[];
  readonly out?: string;
  readonly outDir?: string;
  readonly ask: AskWords;
}

export default class OcspFetch extends CheckCommand<Input, FetchData> {
  static override summary = 'Fetch the OCSP proof that a server staples, verify it and store it.';
  static override description =
    'To be run from cron or a timer as often as wanted: the modification time of the proof file is when to fetch again, usually in ' +
    'the future, and until then nothing is done. Responder, issuer and chain are found by themselves where they are not given: in ' +
    'the certificate, in its file, and where the certificate says. An answer is verified before the file is replaced, and a good ' +
    'proof is never replaced by a worse one. The letters are those of ocsp_fetch.pl.';
  static override examples = [
    '<%= config.bin %> ocsp fetch -c /etc/ssl/mx.pem -o /etc/exim4/mx.ocsp',
    '<%= config.bin %> ocsp fetch -c mx.pem -i issuer.pem -a ca.pem -u http://ocsp.example.org/ -o mx.der -m 10 -v',
    '<%= config.bin %> ocsp fetch -c rsa.pem -c ecdsa.pem --combined -o both.pem',
    '<%= config.bin %> ocsp fetch -c mx.pem -c imap.pem --out-dir /var/lib/ocsp --json',
  ];
  /** Here -o is the proof file, as in ocsp_fetch.pl. */
  static override baseFlags = { ...commonFlags, output: withoutLetter(commonFlags.output) };
  static override flags = {
    cert: Flags.string({
      char: 'c',
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'FILE',
      description: 'the certificate, with its chain if there is one; may be given several times',
    }),
    issuer: Flags.string({ char: 'i', helpValue: 'FILE', description: 'the certificate of its issuer' }),
    chain: Flags.string({
      char: 'a',
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'FILE',
      description: 'certificates of authorities: the issuer must lead to one of them',
    }),
    url: Flags.string({
      char: 'u',
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'URL',
      description: 'responder to ask instead of that in the certificate; several are tried in order',
    }),
    out: Flags.string({ char: 'o', helpValue: 'FILE', description: 'where the proof is stored' }),
    'out-dir': Flags.string({
      helpValue: 'DIR',
      description: 'store each proof here, under the name of its certificate file and .ocsp',
    }),
    combined: Flags.boolean({ description: 'all proofs into the one file of --out, as PEM' }),
    ...proofFlags,
    margin: { ...proofFlags.margin, char: 'm' as const },
    force: Flags.boolean({ char: 'f', description: 'fetch, however fresh the proof is' }),
  };
  static override batchFields = {
    cert: 'the certificate and its chain as PEM text, or a list of such texts',
    issuer: 'the certificate of the issuer as PEM text',
    chain: 'certificates of authorities as PEM texts',
    roots: 'trust anchors as PEM texts',
  };

  protected readonly facts: CommandFacts<FetchData> = {
    command: 'ocsp fetch',
    schema: 'ocsp-fetch',
    needs: 'network',
    view: async () => (await import('../../ui/views/ocsp-fetch.ts')).ocspFetchView,
    gauges: async () => (await import('../../ui/views/ocsp-fetch.ts')).proofGauges,
  };

  protected readInput(fields: Fields): Input {
    const cert = fields.texts('cert');
    if (cert.length === 0) fields.problem('"cert" is missing: give the PEM file of the certificate with -c');
    const out = fields.optionalText('out');
    const outDir = fields.optionalText('outDir');
    const combined = fields.flag('combined');
    const words = readProofWords(fields);
    if (out !== undefined && outDir !== undefined) fields.problem('"out" and "outDir" exclude each other');
    if (out === '-') fields.problem('"out" is a file, and "-" is none: write ./- for one of that name');
    if (combined && out === undefined) fields.problem('--combined needs the file to write: give it with --out');
    if (combined && words.format === 'der') fields.problem('--combined needs PEM: a DER file holds one proof');
    return {
      cert,
      issuer: fields.texts('issuer'),
      chain: fields.texts('chain'),
      roots: fields.texts('roots'),
      urls: readUrls(fields),
      ...(out !== undefined && { out }),
      ...(outDir !== undefined && { outDir }),
      combined,
      ...words,
      format: words.format ?? (combined ? 'pem' : 'der'),
      force: fields.flag('force'),
      ask: readAskWords(fields),
    };
  }

  protected target({ out, outDir, cert }: Input): string | undefined {
    const named = cert.filter((text) => !text.includes('-----BEGIN '));
    return out ?? (named.length > 0 ? named.join(' ') : outDir);
  }

  protected async inspect(input: Input, context: Context): Promise<Result<Report<FetchData>, Failure>> {
    const wanted = await readWanted(input);
    if (!wanted.ok) return wanted;
    const authorities = await readAuthorities(input, context);
    if (!authorities.ok) return authorities;
    const { issuers, roots, chain } = authorities.value;
    const { settings } = context;
    const options: FetchOptions = {
      ...input,
      ...(issuers.length > 0 && { issuers }),
      ask: { ...input.ask, timeoutMs: settings.timeoutMs, roots, chain, comparesClock: settings.at === undefined },
      jobs: settings.jobs,
      lockWaitMs: LOCK_WAIT_MS,
    };
    return await fetchProofs(wanted.value, options, staplePorts(context));
  }
}

/** oclif's flag with a letter of nobody. */
function withoutLetter<T extends { readonly char?: unknown }>({ char: _, ...flag }: T): Omit<T, 'char'> {
  return flag;
}

function readUrls(fields: Fields): readonly string[] {
  const urls = fields.texts('url');
  for (const url of urls.filter((one) => !/^https?:\/\/./i.test(one) || !URL.canParse(one)))
    fields.problem(`"url" must be of http or https, such as http://ocsp.example.org/, and is "${url}"`);
  return urls;
}

/** The leaves of each file, and where their proofs go. */
async function readWanted({ cert, out, outDir, combined }: Input): Promise<Result<readonly Wanted[], Failure>> {
  const wanted: Wanted[] = [];
  for (const value of cert) {
    const read = await readCertificateSources([value], 'cert');
    if (!read.ok) return read;
    const source = value.includes('-----BEGIN ') ? undefined : value;
    const leaves = leavesOf(read.value);
    for (const [i, certificate] of leaves.entries()) {
      const file = outDir === undefined ? out : proofFileFor(source ?? certificate.serial, outDir, i, leaves.length);
      const others = read.value.filter((one) => one !== certificate);
      wanted.push({
        certificate,
        others,
        ...(source !== undefined && { source }),
        ...(file !== undefined && { file }),
      });
    }
  }
  const clash = combined ? undefined : clashOf(wanted, out);
  return clash === undefined ? ok(wanted) : err(clash);
}

/** Two certificates with one proof file would replace each other's proof for ever. */
function clashOf(wanted: readonly Wanted[], out: string | undefined): Failure | undefined {
  if (wanted.length > 1 && out !== undefined)
    return usageError(
      `there are ${wanted.length} certificates, and one file for their proofs, ${out}`,
      'store all in one with --combined, or each in a file of its own with --out-dir',
    );
  const files = wanted.flatMap(({ file }) => (file === undefined ? [] : [file]));
  const twice = files.find((file, at) => files.indexOf(file) !== at);
  if (twice === undefined) return undefined;
  return usageError(
    `two certificates would have the same proof file, ${twice}`,
    'their files have the same name: give them one by one, each with --out',
  );
}

interface Authorities {
  readonly issuers: readonly Certificate[];
  readonly roots: readonly Certificate[];
  readonly chain: readonly Certificate[];
}

/** Of --chain those that sign themselves are roots; where none does, all are. */
async function readAuthorities(
  { issuer, chain, roots }: Input,
  { settings }: Context,
): Promise<Result<Authorities, Failure>> {
  const issuers = await readCertificateSources(issuer, 'issuer');
  if (!issuers.ok) return issuers;
  const given = await readCertificateSources(chain, 'chain');
  if (!given.ok) return given;
  const anchors = await readCertificateSources(roots, 'roots');
  if (!anchors.ok) return anchors;
  const { caFile, caPath } = settings;
  const trusted = caFile === undefined && caPath === undefined ? ok([]) : await loadRoots(settings);
  if (!trusted.ok) return trusted;
  const all = [...anchors.value, ...trusted.value, ...rootsIn(given.value)];
  return ok({ issuers: issuers.value, roots: all, chain: given.value });
}
