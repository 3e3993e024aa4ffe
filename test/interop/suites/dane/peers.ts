/** What posttls-finger and s_client make of a host. */
import { run } from '../../framework/command.ts';
import { programs } from '../../peers/programs.ts';
import type { DaneCase, Outcome } from './cases.ts';
import type { Server } from './servers.ts';

/** It looks TLSA up by itself, through the resolver of resolv.conf. */
export async function askPosttlsFinger(host: string, one: DaneCase, server: Server): Promise<Outcome> {
  const wrapped = server.starttls === 'none' ? ['-w'] : [];
  const args = ['-c', '-l', 'dane', '-L', 'summary', ...wrapped, ...posttlsKey(one.key), `[${host}]:${server.port}`];
  return await finger(args);
}

/** @param args  with the destination; levels and what is logged are as above */
export async function finger(args: readonly string[]): Promise<Outcome> {
  const { stdout, stderr } = await run(programs.posttlsFinger, args, { timeoutMs: 15_000 });
  const said = stdout + stderr;
  if (/Verified TLS connection established/.test(said)) return 'match';
  if (/TLSA lookup error|temporary|non DNSSEC/i.test(said) && !/TLS connection established/.test(said)) return 'defer';
  if (/(Untrusted|Trusted|Anonymous) TLS connection established/.test(said)) return unverified(said);
  throw new Error(`posttls-finger said what we do not understand:\n${said}`);
}

/** It looked for records first, then at the certificate; without usable records it complains of the issuer alone. */
function unverified(said: string): Outcome {
  if (/(server|CA) certificate verification failed/.test(said)) return 'no-match';
  return /all TLSA records unusable|unsupported TLSA certificate usage/.test(said) ? 'encrypt' : 'opportunistic';
}

/** Only TLS 1.2 lets a client without code of its own choose the kind of key. */
function posttlsKey(key: DaneCase['key']): readonly string[] {
  if (key === undefined) return [];
  const list = key === 'rsa' ? 'aRSA' : 'aECDSA';
  return ['-p', '!TLSv1.3', '-o', `tls_high_cipherlist=${list}`, '-o', `tls_medium_cipherlist=${list}`, '-g', 'high'];
}

/** It is given the records, and judges the chain by them. */
export async function askSClient(
  host: string,
  address: string,
  records: readonly string[],
  one: DaneCase,
  server: Server,
): Promise<Outcome> {
  const starttls = server.starttls === 'none' ? [] : ['-starttls', server.starttls];
  const sigalgs = { rsa: ['-sigalgs', 'RSA-PSS+SHA256:RSA+SHA256'], ecdsa: ['-sigalgs', 'ECDSA+SHA256'] };
  const key = one.key === undefined ? [] : sigalgs[one.key];
  const dane = ['-dane_tlsa_domain', host, '-dane_ee_no_namechecks'];
  const rrdata = records.flatMap((record) => ['-dane_tlsa_rrdata', record]);
  const args = ['s_client', '-connect', `${address}:${server.port}`, '-servername', host, ...starttls, ...key];
  const { stdout, stderr } = await run(programs.openssl, [...args, ...dane, ...rrdata], { timeoutMs: 15_000 });
  const said = stdout + stderr;
  if (said.includes('Failed to import any TLSA records')) return 'encrypt';
  const code = /Verify return code: (\d+)/.exec(said)?.[1];
  if (code === undefined) throw new Error(`s_client said what we do not understand:\n${said.slice(-1500)}`);
  return code === '0' ? 'match' : 'no-match';
}
