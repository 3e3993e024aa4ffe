/**
 * What the settings come to for OpenSSL: stages, made once for each set of values and files, and again where a file has
 * changed. So a certificate is renewed by replacing its file, and nobody has to tell.
 */
import { createHash, hkdfSync } from 'node:crypto';
import { err, ok, type Result } from '../../base/index.ts';
import { createStage, type ServedIdentity, type Stage, type StageSettings } from '../../core/net/index.ts';
import { type Certificate, parseCertificates } from '../../core/pki/index.ts';
import { readCiphers } from './ciphers/read.ts';
import { stampOf } from './files.ts';
import { readCurves, readDhparam } from './groups.ts';
import { identityFiles, type OwnIdentity, readIdentities } from './identities.ts';
import type { Texts } from './options.ts';
import { loadProofs, type Proof, proofFiles } from './proofs.ts';
import { readCrlTexts, readRootTexts, rootsPath } from './roots.ts';
import type { TlsFile, TlsProblem } from './types.ts';

export interface Wanted {
  readonly texts: Texts;
  /** Clients are asked for a certificate. */
  readonly asksCertificate: boolean;
  readonly takesTickets: boolean;
}

export interface Material {
  readonly stages: readonly [Stage, ...Stage[]];
  readonly own: ReadonlyMap<ServedIdentity, OwnIdentity>;
  /** Undefined where there is none, or it has run out. */
  readonly proofFor: (identity: ServedIdentity) => Proof | undefined;
}

export interface MaterialOptions {
  /** `openssl_options`, as bits. */
  readonly secureOptions: number;
  readonly maxDhBits: number;
  /** Tickets are made with keys derived from it: what shares it takes up each other's sessions. */
  readonly ticketSecret: Uint8Array;
  readonly nowMs: () => number;
  readonly selfSigned: (nowMs: number) => Promise<OwnIdentity>;
}

export interface MaterialCache {
  /** @param remark  told what is left aside, when it is read */
  readonly get: (wanted: Wanted, remark: (text: string) => void) => Promise<Result<Material, TlsProblem>>;
}

/** So many sets of values are kept: names that clients make up must not fill the memory. */
const MAX_KEPT = 50;
/** Exim's: tickets live for two hours, and so do their keys. */
const TICKET_SECONDS = 7200;
const SSL_OP_NO_TICKET = 0x4000;

interface Kept {
  readonly stamps: string;
  readonly material: Result<Material, TlsProblem>;
}

export function createMaterialCache(options: MaterialOptions): MaterialCache {
  const kept = new Map<string, Kept>();
  return {
    async get(wanted, remark) {
      const nowMs = options.nowMs();
      const epoch = Math.floor(nowMs / (TICKET_SECONDS * 1000));
      const key = JSON.stringify([wanted.texts, wanted.asksCertificate, wanted.takesTickets && epoch]);
      const stamps = stampsOf(wanted, nowMs);
      const known = kept.get(key);
      if (known !== undefined && known.stamps === stamps) return known.material;
      const material = await make(wanted, epoch, options, remark);
      kept.delete(key);
      if (kept.size >= MAX_KEPT) kept.delete(kept.keys().next().value!);
      kept.set(key, { stamps, material });
      return material;
    },
  };
}

/** Of all files that are read; the certificate of our own is anew after two hours. */
function stampsOf(wanted: Wanted, nowMs: number): string {
  const own = wanted.texts.tls_certificate === undefined ? Math.floor(nowMs / (TICKET_SECONDS * 1000)) : '';
  return [own, ...filesRead(wanted).map(({ path }) => stampOf(path))].join();
}

/** Certificates, keys, proofs and parameters, and what clients are held against where they are asked. */
export function filesRead({ texts, asksCertificate }: Omit<Wanted, 'takesTickets'>): readonly TlsFile[] {
  const { tls_certificate: certificates, tls_privatekey: keys, tls_ocsp_file: proofs, tls_dhparam: dh } = texts;
  const own = certificates === undefined ? [] : identityFiles(certificates, keys);
  const files: readonly (readonly [option: string, path: string | undefined])[] = [
    ...own.flatMap(({ certificate, key }) => [
      ['tls_certificate', certificate] as const,
      ['tls_privatekey', key] as const,
    ]),
    ...proofFiles(proofs ?? '').map(({ file }) => ['tls_ocsp_file', file] as const),
    ['tls_verify_certificates', asksCertificate ? rootsPath(texts.tls_verify_certificates) : undefined],
    ['tls_crl', asksCertificate ? texts.tls_crl : undefined],
    ['tls_dhparam', dh?.startsWith('/') ? dh : undefined],
  ];
  return files.flatMap(([option, path]) => (path === undefined ? [] : [{ option, path }]));
}

async function make(
  wanted: Wanted,
  epoch: number,
  options: MaterialOptions,
  remark: (text: string) => void,
): Promise<Result<Material, TlsProblem>> {
  const { tls_certificate: certificates, tls_privatekey: keys, tls_ocsp_file: proofs } = wanted.texts;
  const nowMs = options.nowMs();
  const identities =
    certificates === undefined
      ? ok([await options.selfSigned(nowMs)])
      : readIdentities(identityFiles(certificates, keys));
  if (!identities.ok) return identities;
  const settings = stageSettings(wanted, epoch, options, remark);
  if (!settings.ok) return settings;
  const anchors = proofs === undefined ? [] : anchorsIn(settings.value.ca ?? []);
  const read = loadProofs(proofFiles(proofs ?? ''), identities.value, anchors, new Date(nowMs));
  for (const text of read.remarks) remark(text);
  return stagesOf(identities.value, settings.value, read.proofs, options);
}

const anchorsIn = (texts: readonly string[]): readonly Certificate[] =>
  texts.flatMap((text) => {
    const parsed = parseCertificates(text, '');
    return parsed.ok ? parsed.value : [];
  });

function stageSettings(
  { texts, asksCertificate, takesTickets }: Wanted,
  epoch: number,
  { secureOptions, maxDhBits, ticketSecret }: MaterialOptions,
  remark: (text: string) => void,
): Result<StageSettings, TlsProblem> {
  const ciphers = readCiphers(texts.tls_require_ciphers);
  if (!ciphers.ok) return err({ option: 'tls_require_ciphers', ...ciphers.error });
  const dh = readDhparam(texts.tls_dhparam, maxDhBits);
  if (!dh.ok) return dh;
  if (dh.value.remark !== undefined) remark(dh.value.remark);
  const client = asksCertificate ? clientSettings(texts) : ok({});
  if (!client.ok) return client;
  const bits = secureOptions | ciphers.value.options;
  const curves = readCurves(texts.tls_eccurve);
  return ok({
    minVersion: 'TLSv1', // openssl_options and the security level say what is really there
    ...(ciphers.value.ciphers !== undefined && { ciphers: ciphers.value.ciphers }),
    ecdhCurve: curves === 'auto' ? (ciphers.value.groups ?? curves) : curves,
    ...(dh.value.dhparam !== undefined && { dhparam: dh.value.dhparam }),
    secureOptions: takesTickets ? bits & ~SSL_OP_NO_TICKET : bits,
    ...(takesTickets && { ticketKeys: ticketKeys(ticketSecret, epoch), sessionTimeout: TICKET_SECONDS }),
    // A session is taken up only where the same was wanted of the client when it began.
    sessionIdContext: createHash('sha256')
      .update(JSON.stringify([texts, asksCertificate]))
      .digest('hex')
      .slice(0, 32),
    ...client.value,
  });
}

function clientSettings(texts: Texts): Result<Pick<StageSettings, 'ca' | 'crl'>, TlsProblem> {
  const roots = readRootTexts(texts.tls_verify_certificates);
  if (!roots.ok) return roots;
  if (texts.tls_crl === undefined) return ok({ ca: roots.value });
  const crl = readCrlTexts(texts.tls_crl);
  return crl.ok ? ok({ ca: roots.value, crl: crl.value }) : crl;
}

/** 48 octets: a name, a key for the MAC, a key for the cipher. */
const ticketKeys = (secret: Uint8Array, epoch: number): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, '', `mxray tickets ${epoch}`, 48));

function stagesOf(
  identities: readonly OwnIdentity[],
  settings: StageSettings,
  proofs: ReadonlyMap<string, Proof>,
  { nowMs }: MaterialOptions,
): Result<Material, TlsProblem> {
  const own = new Map<ServedIdentity, OwnIdentity>();
  const stages: Stage[] = [];
  const proofFor = (identity: ServedIdentity): Proof | undefined => {
    const serial = own.get(identity)?.chain[0].serial;
    const proof = serial === undefined ? undefined : proofs.get(serial);
    return proof === undefined || nowMs() >= proof.endsMs ? undefined : proof;
  };
  for (const one of identities) {
    const isProven = proofs.has(one.chain[0].serial);
    const identity: ServedIdentity = {
      keyType: one.keyType,
      key: one.key,
      cert: one.cert,
      ...(isProven && { proof: async () => proofFor(identity)?.der }),
    };
    own.set(identity, one);
    try {
      stages.push(createStage(identity, settings));
    } catch (cause) {
      return err(refusedBy(one, settings, cause as Error));
    }
  }
  const [first, ...rest] = stages;
  return first === undefined
    ? err({ option: 'tls_certificate', message: 'names no file' })
    : ok({ stages: [first, ...rest], own, proofFor });
}

/** Which option it was: the settings are tried one by one. */
function refusedBy(identity: OwnIdentity, settings: StageSettings, cause: Error): TlsProblem {
  const said = `OpenSSL does not take it: ${cause.message.replace(/\s+/g, ' ').trim()}`;
  const tries: readonly (readonly [option: string, part: StageSettings])[] = [
    ['tls_require_ciphers', settings.ciphers === undefined ? {} : { ciphers: settings.ciphers }],
    ['tls_eccurve', settings.ecdhCurve === undefined ? {} : { ecdhCurve: settings.ecdhCurve }],
    ['tls_dhparam', settings.dhparam === undefined ? {} : { dhparam: settings.dhparam }],
    ['tls_verify_certificates', settings.ca === undefined ? {} : { ca: settings.ca }],
    ['tls_crl', settings.crl === undefined ? {} : { crl: settings.crl }],
  ];
  for (const [option, part] of tries)
    if (!isTaken(identity, part) && isTaken(identity, {})) return { option, message: said };
  return { option: 'tls_certificate', message: `${identity.file}: ${said}` };
}

function isTaken(identity: OwnIdentity, settings: StageSettings): boolean {
  try {
    createStage({ keyType: identity.keyType, key: identity.key, cert: identity.cert }, settings);
    return true;
  } catch {
    return false;
  }
}
