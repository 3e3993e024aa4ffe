import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import {
  err,
  type Failure,
  fromBase64,
  fromHex,
  ok,
  type Report,
  type Result,
  readBoundedFile,
} from '../../base/index.ts';
import {
  chooseProof,
  findIssuer,
  MAX_PROOF_FILE_BYTES,
  type OcspQuestion,
  type OcspVerifyData,
  parseOcspRequest,
  readOcspObjects,
  readProofs,
  reportOcsp,
} from '../../core/ocsp/index.ts';
import type { Certificate } from '../../core/pki/index.ts';
import { CheckCommand, type CommandFacts, type Context, type Fields, usageError } from '../../ui/command/index.ts';
import { type CertificateSource, type OcspSources, readOcspMaterial } from '../../ui/command/ocsp-sources.ts';

interface Input extends OcspSources {
  readonly response: { readonly octets: Uint8Array } | { readonly file: string };
  readonly requestFile?: string;
  readonly judged: Pick<OcspQuestion, 'nonce' | 'requiresNonce' | 'skewMs' | 'maxAgeMs'>;
}

const YEAR_SECONDS = 366 * 86_400;
const MAX_NONCE_BYTES = 128;

export default class OcspVerify extends CheckCommand<Input, OcspVerifyData> {
  static override summary = 'Does this OCSP response prove that the certificate is good? Offline.';
  static override description =
    'Checks what a stapling server and a client check: the certificate meant, who signed and by what right, the signature, ' +
    'the dates, and until when the proof really holds: the earlier of its nextUpdate and the end of its signer. The issuer ' +
    'is found in the file of the certificate or the chain. Without --ca-file the issuer is trusted as it is. --allow-sha1 ' +
    'takes a response that is signed with SHA-1.';
  static override examples = [
    '<%= config.bin %> ocsp verify proof.der --cert mx.pem',
    '<%= config.bin %> ocsp verify proof.pem --cert mx.pem --issuer ca.pem --at 2026-12-24T00:00:00Z',
    '<%= config.bin %> ocsp verify - --cert mx.pem --chain chain.pem --ca-file roots.pem --json < proof.der',
  ];
  static override args = {
    response: Args.string({ description: 'file of the response, DER or PEM; - is standard input' }),
  };
  static override flags = {
    cert: Flags.string({ helpValue: 'FILE', description: 'the certificate, PEM or DER; more may follow in its file' }),
    issuer: Flags.string({ helpValue: 'FILE', description: 'the certificate of its issuer' }),
    chain: Flags.string({ helpValue: 'FILE', description: 'further certificates: intermediates, responders' }),
    'responder-cert': Flags.string({
      helpValue: 'FILE',
      description: 'responders to trust without the issuer saying so',
    }),
    nonce: Flags.string({ helpValue: 'HEX', description: 'the nonce of the request' }),
    request: Flags.string({ helpValue: 'FILE', description: 'the request, to take its nonce' }),
    'require-nonce': Flags.boolean({ description: 'refuse a response without the nonce' }),
    skew: Flags.string({ helpValue: 'SECONDS', description: 'how far clocks may be apart [default: 300]' }),
    'max-age': Flags.string({ helpValue: 'SECONDS', description: 'the oldest thisUpdate to accept' }),
  };
  static override batchFields = {
    response: 'the response: base64 of its DER, or PEM',
    cert: 'the certificate: PEM',
    issuer: 'the certificate of its issuer: PEM',
    chain: 'further certificates: PEM, a list or one text',
    roots: 'trust roots: PEM, a list or one text',
    responderCert: 'responders to trust without the issuer saying so: PEM, a list or one text',
  };

  protected readonly facts: CommandFacts<OcspVerifyData> = {
    command: 'ocsp verify',
    schema: 'ocsp-verify',
    needs: 'nothing',
    view: async () => (await import('../../ui/views/ocsp-verify.ts')).ocspVerifyView,
  };

  /** A batch line holds the certificate itself where the command line has a file name, and then all the others too. */
  protected readInput(fields: Fields): Input {
    const isInline = fields.isPem('cert') || fields.isList('cert');
    const source = (name: string): CertificateSource =>
      isInline ? { texts: fields.texts(name) } : { file: fields.optionalText(name) ?? '' };
    const optional = (name: string): CertificateSource | undefined => (fields.has(name) ? source(name) : undefined);
    if (!fields.has('response')) fields.problem('"response" is missing: give the file of an OCSP response');
    if (!fields.has('cert')) fields.problem('"cert" is missing: give the file of the certificate with --cert');
    const [issuer, chain, roots] = [optional('issuer'), optional('chain'), optional('roots')];
    const responders = optional('responderCert');
    const requestFile = fields.optionalText('request');
    return {
      response: isInline ? { octets: inlineResponse(fields) } : { file: fields.optionalText('response') ?? '' },
      certificate: source('cert'),
      ...(issuer !== undefined && { issuer }),
      ...(chain !== undefined && { chain }),
      ...(roots !== undefined && { roots }),
      ...(responders !== undefined && { responders }),
      ...(requestFile !== undefined && { requestFile }),
      judged: readJudged(fields),
    };
  }

  protected target({ response }: Input): string | undefined {
    return 'file' in response ? response.file : undefined;
  }

  protected async inspect(
    input: Input,
    { settings, clock }: Context,
  ): Promise<Result<Report<OcspVerifyData>, Failure>> {
    const certificates = await readOcspMaterial(input, settings);
    if (!certificates.ok) return certificates;
    const { own, roots, responders } = certificates.value;
    const [certificate] = own;
    const issuer = findIssuer(certificates.value);
    if (issuer === undefined) return err(noIssuer(certificate));
    const response = await readResponse(input, certificate);
    if (!response.ok) return response;
    const nonce = await readNonce(input);
    if (!nonce.ok) return nonce;
    const question: OcspQuestion = {
      ...input.judged,
      ...(nonce.value !== undefined && { nonce: nonce.value }),
      response: response.value,
      certificate,
      issuer,
      at: clock.now(),
      allowsSha1: settings.allowSha1,
      roots,
      responders,
      chain: [...own.slice(1), ...certificates.value.issuers, ...certificates.value.chain],
    };
    return ok(reportOcsp(question, scopeOf(input)));
  }
}

const scopeOf = ({ response }: Input) => ('file' in response ? { file: response.file } : {});

/** What is neither base64 nor PEM is a mistake of the line; what is in it is for the verdict. */
function inlineResponse(fields: Fields): Uint8Array {
  const text = fields.optionalText('response') ?? '';
  if (text.includes('-----BEGIN ')) return Buffer.from(text, 'latin1');
  const octets = fromBase64(text);
  if (octets === undefined) fields.problem('"response" must be base64 of DER, or PEM');
  return octets ?? new Uint8Array();
}

function readJudged(fields: Fields): Input['judged'] {
  const hex = fields.optionalText('nonce');
  const nonce = hex === undefined ? undefined : fromHex(hex);
  if (hex !== undefined && (nonce === undefined || nonce.length === 0 || nonce.length > MAX_NONCE_BYTES))
    fields.problem(`"nonce" must be hex of 1 to ${MAX_NONCE_BYTES} octets, and is "${hex.slice(0, 80)}"`);
  const skew = fields.integer('skew', { min: 0, max: YEAR_SECONDS });
  const maxAge = fields.integer('maxAge', { min: 0, max: 100 * YEAR_SECONDS });
  return {
    ...(nonce !== undefined && { nonce }),
    requiresNonce: fields.flag('requireNonce'),
    ...(skew !== undefined && { skewMs: skew * 1000 }),
    ...(maxAge !== undefined && { maxAgeMs: maxAge * 1000 }),
  };
}

function noIssuer({ subjectText, issuerText }: Certificate): Failure {
  return usageError(
    `the issuer of ${subjectText} is missing: it is ${issuerText}`,
    'give its certificate with --issuer, or behind the certificate in its file',
  );
}

async function readResponse({ response }: Input, certificate: Certificate): Promise<Result<Uint8Array, Failure>> {
  if ('octets' in response) {
    const proofs = readProofs(response.octets, '"response"');
    return ok((proofs.ok ? chooseProof(proofs.value, certificate)?.der : undefined) ?? response.octets);
  }
  const octets = await readBoundedFile(response.file, MAX_PROOF_FILE_BYTES);
  if (!octets.ok) return err({ ...octets.error, message: `the response: ${octets.error.message}` });
  const proofs = readProofs(octets.value, response.file === '-' ? 'standard input' : response.file);
  return proofs.ok ? ok(chooseProof(proofs.value, certificate)?.der ?? octets.value) : proofs;
}

async function readNonce({ requestFile, judged }: Input): Promise<Result<Uint8Array | undefined, Failure>> {
  if (requestFile === undefined) return ok(judged.nonce);
  const octets = await readBoundedFile(requestFile, MAX_PROOF_FILE_BYTES);
  if (!octets.ok) return err({ ...octets.error, message: `--request: ${octets.error.message}` });
  const objects = readOcspObjects(octets.value, requestFile);
  const der = objects.ok ? objects.value.find(({ kind }) => kind === 'request')?.der : undefined;
  const request = parseOcspRequest(der ?? octets.value);
  return request.ok ? ok(request.value.nonce) : err(usageError(`--request ${requestFile}: ${request.error.message}`));
}
