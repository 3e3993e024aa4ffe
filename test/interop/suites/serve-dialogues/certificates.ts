/**
 * The certificates of the dialogues, as files that either server and the client may read: NAME.pem has a certificate, what
 * stands above it, and its key.
 */
import { chmodSync, copyFileSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mustRun } from '../../framework/command.ts';
import { programs } from '../../peers/programs.ts';

const RSA = ['-newkey', 'rsa:2048'];
const ELLIPTIC = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256'];

/**
 * `certificate` and `elliptic` are a server's and vouched for by nobody; `authority` vouches for `client`, `revoked` (in
 * authority.crl) and `server`, which has a proof that it is good in server.ocsp (DER); `stranger` is another's.
 */
export async function makeCertificates(folder: string): Promise<void> {
  const place = (name: string): string => join(folder, name);
  const made = async (name: string, subject: string, words: readonly string[]): Promise<void> => {
    const [key, certificate] = [place(`${name}.key`), place(`${name}.crt`)];
    const usual = ['req', '-x509', '-nodes', '-days', '30', '-subj', subject];
    await mustRun(programs.openssl, [...usual, ...words, '-keyout', key, '-out', certificate]);
    const above = words.includes('-CA') ? readFileSync(place('authority.crt'), 'latin1') : '';
    writeFileSync(place(`${name}.pem`), readFileSync(certificate, 'latin1') + readFileSync(key, 'latin1') + above);
    chmodSync(place(`${name}.pem`), 0o644);
  };
  await made('certificate', '/CN=our.example', RSA);
  await made('elliptic', '/CN=our.example/O=elliptic', ELLIPTIC);
  await made('authority', '/CN=authority', RSA);
  const below = ['-CA', place('authority.crt'), '-CAkey', place('authority.key')];
  await made('client', '/CN=client', [...RSA, ...below, '-addext', 'subjectAltName=DNS:client.example']);
  await made('revoked', '/CN=revoked', [...ELLIPTIC, ...below, '-set_serial', '77']);
  await made('server', '/CN=server.example', [...RSA, ...below, '-set_serial', '78']);
  await made('stranger', '/CN=stranger', RSA);
  await makeStatements(place);
  await makeFolders(place);
  writeFileSync(place('priorities'), PRIORITIES);
  const readable = ['server.key', 'elliptic.key'];
  for (const name of ['authority.crt', 'authority.crl', 'server.ocsp', ...readable]) chmodSync(place(name), 0o644);
}

/** Of authorities and of lists: OpenSSL looks for names made of the subject, GnuTLS for any. */
async function makeFolders(place: (name: string) => string): Promise<void> {
  const hashed = ['x509', '-hash', '-noout', '-in', place('authority.crt')];
  const hash = (await mustRun(programs.openssl, hashed)).trim();
  for (const [folder, file, ending] of FOLDERS) {
    mkdirSync(place(folder), { recursive: true });
    copyFileSync(place(file), join(place(folder), file));
    symlinkSync(file, join(place(folder), `${hash}.${ending}`));
    chmodSync(join(place(folder), file), 0o644);
  }
}

const FOLDERS = [
  ['authorities', 'authority.crt', '0'],
  ['lists', 'authority.crl', 'r0'],
] as const;

/** By the client's address; a comma for each colon. */
const PRIORITIES = `10.1.3.1: NORMAL,%COMPAT
10.1.3.2: NORMAL,-GROUP-ALL,+GROUP-X25519
10.1.3.3: SECURE256
10.1.3.4: PFS
10.1.3.5: NONE,+VERS-TLS1.2,+ECDHE-RSA,+AES-128-GCM,+AEAD,+SIGN-ALL,+COMP-NULL,+GROUP-SECP256R1
10.1.3.6: NORMAL,%SERVER_PRECEDENCE
10.1.3.7: NORMAL,-RSA
10.1.3.8: PERFORMANCE
10.1.3.9: NORMAL,+NONSENSE
10.1.3.10: NORMAL,-VERS-TLS1.3,-CIPHER-ALL,+AES-256-CBC
10.1.3.11: NORMAL,-CIPHER-ALL,+CHACHA20-POLY1305
10.1.3.12: SECURE128
`;

/** What the authority says of those below it, for as long as a run lasts. */
async function makeStatements(place: (name: string) => string): Promise<void> {
  const index = place('index.txt');
  const settings = `[ca]\ndefault_ca = it\n[it]\ndatabase = ${index}\ndefault_md = sha256\ndefault_crl_days = 30\n`;
  writeFileSync(place('authority.cnf'), settings);
  writeFileSync(
    index,
    'R\t391231235959Z\t260101000000Z\t4D\tunknown\t/CN=revoked\nV\t391231235959Z\t\t4E\tunknown\t/CN=server.example\n',
  );
  const [certificate, key] = [place('authority.crt'), place('authority.key')];
  const signing = ['-keyfile', key, '-cert', certificate];
  const crl = place('authority.crl');
  await mustRun(programs.openssl, ['ca', '-gencrl', '-config', place('authority.cnf'), ...signing, '-out', crl]);
  const about = ['-CA', certificate, '-issuer', certificate, '-cert', place('server.crt')];
  const answering = ['-index', index, '-rsigner', certificate, '-rkey', key, '-ndays', '30'];
  await mustRun(programs.openssl, ['ocsp', ...about, ...answering, '-respout', place('server.ocsp'), '-noverify']);
}
