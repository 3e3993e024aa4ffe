/**
 * Trust anchors: the certificates of a file, of a directory, or of the system.
 *
 * A file that was named is to be good; what the system keeps is taken as far as it can be read. Where the system keeps
 * nothing that we know, the caller's bundle stands in (Node's, which core/net has).
 */
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { equalBytes, err, type Failure, ok, type Result, readBoundedFile } from '../../base/index.ts';
import { type Certificate, readCertificate } from './certificate.ts';
import { certificateIn, parseCertificates, parsePem } from './pem.ts';

export interface TrustSources {
  /** PEM, or one certificate as DER. */
  readonly caFile?: string;
  /** Every readable certificate of its files counts, hash links or not. */
  readonly caPath?: string;
  /** PEM of the last resort. */
  readonly bundled?: () => Promise<readonly string[]>;
}

export const MAX_ROOTS_BYTES = 16 * 1024 * 1024;
/** A hashed directory of roots has some hundred entries, twice as many with links. */
const MAX_FILES = 5000;

/** Where systems keep their bundle: Debian, Fedora, SUSE, Alpine and macOS, FreeBSD. */
const SYSTEM_FILES = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/ssl/cert.pem',
  '/usr/local/share/certs/ca-root-nss.crt',
];

/** Where this system keeps the roots that it trusts, as one file of PEM; undefined where we know of none. */
export function systemRootsFile(): string | undefined {
  const named = process.env.SSL_CERT_FILE; // as OpenSSL has it
  const files = named === undefined || named === '' ? SYSTEM_FILES : [named];
  return files.find((file) => existsSync(file));
}

/** Every certificate block is an anchor, self-signed or not (RFC 5280 §6.1.1 (d)). */
export function readRoots(pem: string, file: string): Result<readonly Certificate[], Failure> {
  const roots = parseCertificates(pem, file);
  return roots.ok ? ok(withoutTwins(roots.value)) : roots;
}

/** What --ca-file and --ca-path name; the system's where neither is given. */
export async function loadRoots(sources: TrustSources): Promise<Result<readonly Certificate[], Failure>> {
  const { caFile, caPath } = sources;
  if (caFile === undefined && caPath === undefined) return ok(await systemRoots(sources));
  const fromFile = caFile === undefined ? ok([]) : await readRootsFile(caFile);
  if (!fromFile.ok) return fromFile;
  const fromPath = caPath === undefined ? ok([]) : await readRootsDirectory(caPath);
  return fromPath.ok ? ok(withoutTwins([...fromFile.value, ...fromPath.value])) : fromPath;
}

async function readRootsFile(file: string): Promise<Result<readonly Certificate[], Failure>> {
  const read = await readBoundedFile(file, MAX_ROOTS_BYTES);
  if (!read.ok) return err({ ...read.error, message: `--ca-file: ${read.error.message}` });
  const der = read.value[0] === 0x30 ? readCertificate(read.value) : undefined;
  return der?.ok === true ? ok([der.value]) : readRoots(latin1(read.value), `--ca-file ${file}`);
}

async function readRootsDirectory(directory: string): Promise<Result<readonly Certificate[], Failure>> {
  const names = await readdir(directory).catch((cause: NodeJS.ErrnoException) => cause);
  if (names instanceof Error) return failed(`${directory} cannot be listed: ${names.code ?? names.message}`);
  const roots: Certificate[] = [];
  for (const name of names.sort().slice(0, MAX_FILES)) {
    const read = await readBoundedFile(join(directory, name), MAX_ROOTS_BYTES);
    if (read.ok) roots.push(...readable(read.value));
  }
  return roots.length > 0 ? ok(roots) : failed(`no file of ${directory} has a certificate in it`);
}

async function systemRoots({ bundled }: TrustSources): Promise<readonly Certificate[]> {
  const named = process.env.SSL_CERT_FILE; // as OpenSSL has it
  for (const file of named === undefined || named === '' ? SYSTEM_FILES : [named]) {
    const read = await readBoundedFile(file, MAX_ROOTS_BYTES);
    const roots = read.ok ? readable(read.value) : [];
    if (roots.length > 0) return withoutTwins(roots);
  }
  const texts = (await bundled?.()) ?? [];
  return texts.flatMap((pem) => readable(Buffer.from(pem)));
}

/** As far as it goes: a store may hold what nobody can read. */
function readable(octets: Uint8Array): readonly Certificate[] {
  const whole = octets[0] === 0x30 ? readCertificate(octets) : undefined;
  if (whole?.ok === true) return [whole.value];
  const blocks = parsePem(latin1(octets), '');
  return (blocks.ok ? blocks.value : [])
    .flatMap((block) => certificateIn(block) ?? [])
    .map((der) => readCertificate(der))
    .flatMap((read) => (read.ok ? [read.value] : []));
}

function withoutTwins(roots: readonly Certificate[]): readonly Certificate[] {
  const seen = new Map<string, Certificate[]>();
  return roots.filter((root) => {
    const alike = seen.get(root.serial) ?? [];
    if (alike.some(({ der }) => equalBytes(der, root.der))) return false;
    seen.set(root.serial, [...alike, root]);
    return true;
  });
}

const latin1 = (octets: Uint8Array): string => Buffer.from(octets).toString('latin1');

function failed(what: string): Result<never, Failure> {
  const message = `--ca-path: ${what}`;
  const hint = 'give a directory of PEM files, as c_rehash makes them';
  return err({ code: 'pki/no-roots', message, hint, fault: 'configuration', temporary: false });
}
