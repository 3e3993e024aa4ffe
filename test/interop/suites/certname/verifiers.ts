/** What other programs make of a name and a certificate. */
import { run } from '../../framework/command.ts';
import { programs } from '../../peers/programs.ts';
import type { Shown } from './certificates.ts';
import { isAddress } from './pairs.ts';

/** X509_check_host and X509_check_ip, by the words of `openssl x509`. */
export async function askOpenssl(name: string, { file }: Shown): Promise<boolean> {
  return checkWith(isAddress(name) ? '-checkip' : '-checkhost', name, file);
}

export const askOpensslEmail = (mailbox: string, { file }: Shown): Promise<boolean> =>
  checkWith('-checkemail', mailbox, file);

async function checkWith(flag: string, name: string, file: string): Promise<boolean> {
  const { stdout, stderr } = await run(programs.openssl, ['x509', '-in', file, '-noout', flag, name]);
  if (/does match certificate/.test(stdout)) return true;
  if (/does NOT match certificate/.test(stdout)) return false;
  throw new Error(`openssl said what we do not understand:\n${stdout}${stderr}`);
}

/**
 * The same functions by way of `openssl verify`, many certificates at once.
 *
 * @returns those whose name it is
 */
export async function verifyWithOpenssl(
  name: string,
  files: readonly string[],
  caFile: string,
): Promise<ReadonlySet<string>> {
  const flag = isAddress(name) ? '-verify_ip' : '-verify_hostname';
  const { stdout, stderr } = await run(programs.openssl, ['verify', '-CAfile', caFile, flag, name, ...files]);
  const good = files.filter((file) => stdout.includes(`${file}: OK\n`));
  const bad = files.filter((file) => stderr.includes(`error ${file}: verification failed`));
  const others = stderr
    .match(/^error \d+ at .*$/gm)
    ?.filter((line) => !/hostname mismatch|IP address mismatch/.test(line));
  if (good.length + bad.length !== files.length || (others?.length ?? 0) > 0)
    throw new Error(`openssl verify said what we do not understand of ${name}:\n${stdout}${stderr}`);
  return new Set(good);
}

/** gnutls_x509_crt_check_hostname, by the words of certtool; the chain itself is good. */
export async function askGnutls(name: string, { file }: Shown, caFile: string): Promise<boolean> {
  const args = ['--verify', '--load-ca-certificate', caFile, '--verify-hostname', name, '--infile', file];
  const { stdout, stderr } = await run(programs.certtool, args);
  const said = stdout + stderr;
  if (/Chain verification output: Verified/.test(said)) return true;
  if (/name in the certificate does not match|Unknown Subject Alternative name/.test(said)) return false;
  throw new Error(`certtool said what we do not understand of ${name} and ${file}:\n${said}`);
}

const NODE_SCRIPT = `
const { checkServerIdentity } = require('node:tls');
const { X509Certificate } = require('node:crypto');
const { pairs, certificates } = JSON.parse(require('node:fs').readFileSync(0, 'utf8'));
const read = Object.fromEntries(Object.entries(certificates).map(([k, pem]) => [k, new X509Certificate(pem).toLegacyObject()]));
console.log(JSON.stringify(pairs.map(({ name, certificate }) => checkServerIdentity(name, read[certificate]) === undefined)));
`;

/** tls.checkServerIdentity of some version of Node, all pairs at once. */
export async function askNode(
  node: string,
  pairs: readonly { readonly name: string; readonly certificate: string }[],
  shown: ReadonlyMap<string, Shown>,
): Promise<readonly boolean[]> {
  const certificates = Object.fromEntries([...shown].map(([name, { pem }]) => [name, pem]));
  const { stdout, stderr } = await run(node, ['-e', NODE_SCRIPT], { input: JSON.stringify({ pairs, certificates }) });
  try {
    return JSON.parse(stdout) as boolean[];
  } catch {
    throw new Error(`${node} said what we do not understand:\n${stderr}`);
  }
}
