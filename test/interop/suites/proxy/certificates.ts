import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mustRun } from '../../framework/command.ts';
import type { Context } from '../../framework/types.ts';
import { programs } from '../../peers/programs.ts';

/** Postfix wants the key first. An authority, a server certificate with its key in one file, a client certificate: `ca.crt`, `server.pem`, `client.crt`, `client.key`. */
export async function makeCertificates(context: Context): Promise<string> {
  const folder = join(context.folder, 'certificates');
  mkdirSync(folder);
  const openssl = (...args: readonly string[]): Promise<string> => mustRun(programs.openssl, args, { cwd: folder });
  const key = (name: string): Promise<string> =>
    openssl('genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256', '-out', name);
  await Promise.all(['ca.key', 'server.key', 'client.key'].map(key));
  await openssl('req', '-x509', '-new', '-key', 'ca.key', '-subj', '/CN=ca.invalid', '-days', '30', '-out', 'ca.crt');
  for (const [name, subject] of [
    ['server', 'mx.example.org'],
    ['client', 'client.example.org'],
  ] as const) {
    writeFileSync(join(folder, `${name}.ext`), `subjectAltName=DNS:${subject}\n`);
    await openssl('req', '-new', '-key', `${name}.key`, '-subj', `/CN=${subject}`, '-out', `${name}.csr`);
    await openssl(
      'x509',
      '-req',
      '-in',
      `${name}.csr`,
      '-CA',
      'ca.crt',
      '-CAkey',
      'ca.key',
      '-CAcreateserial',
      '-days',
      '30',
      '-extfile',
      `${name}.ext`,
      '-out',
      `${name}.crt`,
    );
  }
  writeFileSync(
    join(folder, 'server.pem'),
    ['server.key', 'server.crt'].map((name) => readFileSync(join(folder, name), 'utf8')).join(''),
  );
  return folder;
}
