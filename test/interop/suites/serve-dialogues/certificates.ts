/**
 * The certificates of the dialogues, as files that either server and the client may read: NAME.pem has a certificate, what
 * stands above it, and its key.
 */
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
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
  for (const name of ['authority.crt', 'authority.crl', 'server.ocsp']) chmodSync(place(name), 0o644);
}

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
