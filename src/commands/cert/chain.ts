import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { type Failure, ok, type Report, type Result } from '../../base/index.ts';
import { type CertChainData, type ChainCheck, checkChain, unreadableLeaf } from '../../core/cert/index.ts';
import {
  type Certificate,
  type CrlPile,
  type Identity,
  loadRoots,
  type Profile,
  type Purpose,
  readCertificateList,
} from '../../core/pki/index.ts';
import { STARTTLS_PROTOCOLS } from '../../core/tls/index.ts';
import { readCertificateFile } from '../../ui/command/certificate-files.ts';
import { type CertificatePlace, readCertificatePlace, readPlace } from '../../ui/command/certificate-place.ts';
import { type CrlSource, readCrlSources } from '../../ui/command/crl-files.ts';
import { CheckCommand, type CommandFacts, type Context, type Fields } from '../../ui/command/index.ts';

/** PEM texts of a batch line, or places still to be read. */
interface Input {
  readonly chain: CertificatePlace | { readonly leaf: readonly string[]; readonly intermediates: readonly string[] };
  readonly roots?: { readonly texts: readonly string[] } | { readonly file: string };
  readonly crls: readonly CrlSource[];
  readonly asked: Pick<ChainCheck, 'purpose' | 'profile' | 'identity' | 'maxDepth' | 'policies' | 'aia'>;
  readonly at?: Date;
}

const PURPOSES: readonly Purpose[] = ['server', 'client', 'email', 'ocsp', 'any'];
const PROFILES: readonly Profile[] = ['webpki', 'rfc5280', 'path'];
const MAX_DEPTH = 255;

export default class CertChain extends CheckCommand<Input, CertChainData> {
  static override summary = 'Is this chain valid for these roots: as sent, as built, as it should be?';
  static override description =
    'Builds every path from the certificate to a trusted root and judges it: signatures, dates, constraints, usages, policies, ' +
    'revocation by the CRLs given, and the name. What a server sent too much, too little or out of order is told with the ' +
    'remedy. The default profile is as strict as the public web; --profile rfc5280 leaves the rules of browsers out, and ' +
    '--profile path is path validation alone, as OpenSSL does it.';
  static override examples = [
    '<%= config.bin %> cert chain chain.pem --host mx.example.org',
    '<%= config.bin %> cert chain mx.example.org:25 --aia',
    '<%= config.bin %> cert chain leaf.pem ca.pem --roots root.pem --purpose client --at 2026-12-24T00:00:00Z',
    '<%= config.bin %> cert chain --batch chains.jsonl',
  ];
  static override args = {
    target: Args.string({
      multiple: true,
      description: 'files of certificates, leaf first, PEM or DER (- is standard input), or HOST:PORT',
    }),
  };
  static override flags = {
    host: Flags.string({ helpValue: 'NAME', description: 'the host it should name [default: the one of HOST:PORT]' }),
    ip: Flags.string({ helpValue: 'ADDR', description: 'the IP address it should name' }),
    email: Flags.string({ helpValue: 'ADDRESS', description: 'the mailbox it should name' }),
    purpose: Flags.string({
      helpValue: PURPOSES.join('|'),
      description: 'what it should be for [default: server]',
    }),
    profile: Flags.option({ options: PROFILES })({ description: 'how much is asked [default: webpki]' }),
    roots: Flags.string({ helpValue: 'FILE', description: 'the only trust roots, as --ca-file' }),
    crl: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'FILE',
      description: 'a CRL, PEM or DER; the certificate must then be found not revoked (repeatable)',
    }),
    policy: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'OID',
      description: 'a certificate policy that will do where one is required (repeatable) [default: any]',
    }),
    'max-depth': Flags.string({ helpValue: 'N', description: 'how many intermediates at most' }),
    starttls: Flags.option({ options: STARTTLS_PROTOCOLS })({
      description: "how HOST:PORT comes to TLS; none is TLS on connect [default: the port's]",
    }),
    aia: Flags.boolean({ description: 'fetch missing intermediates from where the certificates say they are' }),
  };
  static override batchFields = {
    leaf: 'the certificate: PEM',
    intermediates: 'further certificates: PEM, a list or one text',
    roots: 'the only trust anchors: PEM, a list or one text',
    crls: 'CRLs: PEM or base64 of DER, a list',
    at: 'when: RFC 3339',
  };

  protected readonly facts: CommandFacts<CertChainData> = {
    command: 'cert chain',
    schema: 'cert-chain',
    needs: 'network',
    view: async () => (await import('../../ui/views/cert-chain.ts')).certChainView,
  };

  /** A batch line has texts where the command line has file names. */
  protected readInput(fields: Fields): Input {
    const inline = fields.has('leaf');
    const chain = inline
      ? { leaf: fields.texts('leaf'), intermediates: fields.texts('intermediates') }
      : readPlace(fields, 'target');
    const roots = readRootsField(fields);
    const at = fields.date('at');
    const maxDepth = fields.integer('maxDepth', { min: 0, max: MAX_DEPTH });
    const identity =
      readIdentity(fields) ?? ('host' in chain ? { kind: 'host' as const, value: chain.host } : undefined);
    return {
      chain,
      ...(roots !== undefined && { roots }),
      crls: [...fields.texts('crl').map((file) => ({ file })), ...fields.texts('crls').map((text) => ({ text }))],
      asked: {
        purpose: readPurpose(fields),
        profile: fields.oneOf('profile', PROFILES) ?? 'webpki',
        aia: fields.flag('aia'),
        ...(identity !== undefined && { identity }),
        ...(maxDepth !== undefined && { maxDepth }),
        ...(fields.has('policy') && { policies: readPolicies(fields) }),
      },
      ...(at !== undefined && { at }),
    };
  }

  protected target({ chain }: Input): string | undefined {
    if ('host' in chain) return `${chain.host}:${chain.port}`;
    return 'files' in chain ? chain.files.join(' ') : undefined;
  }

  protected async inspect(input: Input, context: Context): Promise<Result<Report<CertChainData>, Failure>> {
    const { asked } = input;
    const at = input.at ?? context.clock.now();
    const { caFile, caPath } = context.settings;
    const sent = await readChain(input.chain, context);
    if (!sent.ok) return sent;
    if (sent.value.leafFault !== undefined) return ok(unreadableLeaf(sent.value.leafFault, { ...asked, at }));
    const roots = await readTrust(input, context);
    if (!roots.ok) return roots;
    const crls = await readPile(input.crls);
    if (!crls.ok) return crls;
    const check: ChainCheck = {
      ...asked,
      at,
      sent: sent.value.certificates,
      given: sent.value.given,
      roots: roots.value.certificates,
      hasSystemRoots: input.roots === undefined && caFile === undefined && caPath === undefined,
      unreadable: [...sent.value.unreadable, ...roots.value.unreadable],
      timeoutMs: context.settings.timeoutMs,
      ...(crls.value !== undefined && { crls: crls.value }),
    };
    const { net } = context.network;
    return ok(await checkChain(check, { fetch: (request) => net.fetch(request), signal: context.signal }));
  }
}

/** By our words, or by the names that RFC 5280 §4.2.1.12 has for the usages; case counts for nothing. */
function readPurpose(fields: Fields): Purpose {
  const text = fields.optionalText('purpose')?.toLowerCase();
  const known = text === undefined ? undefined : (USAGE_NAMES[text] ?? PURPOSES.find((purpose) => purpose === text));
  return known ?? fields.oneOf('purpose', PURPOSES) ?? 'server';
}

const USAGE_NAMES: Readonly<Record<string, Purpose>> = {
  serverauth: 'server',
  clientauth: 'client',
  emailprotection: 'email',
  ocspsigning: 'ocsp',
  anyextendedkeyusage: 'any',
};

/** One at most. */
function readIdentity(fields: Fields): Identity | undefined {
  const given = (['host', 'ip', 'email'] as const).filter((kind) => fields.has(kind));
  if (given.length > 1)
    fields.problem(`${given.map((kind) => `"${kind}"`).join(' and ')} exclude each other: give one`);
  const [kind] = given;
  return kind && { kind, value: fields.text(kind, 'the name the certificate should have') };
}

function readPolicies(fields: Fields): readonly string[] {
  const policies = fields.texts('policy');
  const wrong = policies.find((oid) => !/^[0-2](\.\d{1,39}){1,30}$/.test(oid));
  if (wrong !== undefined)
    fields.problem(`"policy" must be OIDs such as 2.23.140.1.2.1, and is "${wrong.slice(0, 80)}"`);
  return policies;
}

function readRootsField(fields: Fields): Input['roots'] {
  if (!fields.has('roots')) return undefined;
  if (fields.isList('roots') || fields.isPem('roots')) return { texts: fields.texts('roots') };
  return { file: fields.optionalText('roots') ?? '' };
}

interface Sent {
  readonly certificates: readonly Certificate[];
  /** Not sent, and at hand. */
  readonly given: readonly Certificate[];
  readonly unreadable: readonly string[];
  /** What is wrong with the leaf where nobody can read it. */
  readonly leafFault?: string;
}

/** In a batch a certificate that nobody can read is part of the question, not a mistake of the line. */
async function readChain(chain: Input['chain'], context: Context): Promise<Result<Sent, Failure>> {
  if (!('leaf' in chain)) {
    const found = await readCertificatePlace(chain, context);
    return found.ok ? ok({ ...found.value, given: [] }) : found;
  }
  const leaf = readCertificateList(chain.leaf.join('\n'), '"leaf"');
  if (!leaf.ok) return ok({ ...nothing, given: [], leafFault: leaf.error.message });
  const others =
    chain.intermediates.length === 0
      ? ok(nothing)
      : readCertificateList(chain.intermediates.join('\n'), '"intermediates"');
  if (!others.ok) return others;
  const [fault] = leaf.value.unreadable;
  const certificates = [...leaf.value.certificates, ...others.value.certificates];
  return ok({
    certificates,
    given: [],
    unreadable: others.value.unreadable,
    ...(leaf.value.certificates.length === 0 && { leafFault: fault ?? '' }),
  });
}

const nothing = { certificates: [], unreadable: [] };

async function readTrust(
  { roots }: Input,
  { settings }: Context,
): Promise<Result<{ readonly certificates: readonly Certificate[]; readonly unreadable: readonly string[] }, Failure>> {
  if (roots !== undefined && 'texts' in roots)
    return roots.texts.length === 0 ? ok(nothing) : readCertificateList(roots.texts.join('\n'), '"roots"');
  if (roots !== undefined) {
    const read = await readCertificateFile(roots.file, '--roots');
    return read.ok ? ok({ certificates: read.value, unreadable: [] }) : read;
  }
  const { caFile, caPath } = settings;
  const loaded = await loadRoots({
    ...(caFile !== undefined && { caFile }),
    ...(caPath !== undefined && { caPath }),
    bundled: async () => (await import('../../core/net/index.ts')).bundledRoots(),
  });
  return loaded.ok ? ok({ certificates: loaded.value, unreadable: [] }) : loaded;
}

async function readPile(sources: readonly CrlSource[]): Promise<Result<CrlPile | undefined, Failure>> {
  return sources.length === 0 ? ok(undefined) : readCrlSources(sources);
}
