/** Servers of others with a certificate for each type of key, under different names: both are seen, and told apart. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CertNameData } from '../../../../src/core/certname/index.ts';
import {
  formatPem,
  formatSigningKey,
  generateSigningKey,
  issueCertificate,
  type SigningKeyType,
} from '../../../../src/core/pki/issue.ts';
import { run } from '../../framework/command.ts';
import type { Context } from '../../framework/types.ts';
import { startExim } from '../../peers/exim.ts';
import { startSServer } from '../../peers/openssl.ts';
import { MXRAY } from '../dane/ours.ts';

const EXIM = '127.0.41.1';
const S_SERVER = '127.0.41.2';
const SMTPS = 465;

export async function compareLive(context: Context, folder: string): Promise<void> {
  const listener = { chainFiles: [await identity(folder, 'rsa'), await identity(folder, 'p256')] };
  await startExim(context, [{ ...listener, address: EXIM }]);
  await startSServer(context, [{ ...listener, address: S_SERVER }], SMTPS);
  for (const place of [`${EXIM}:25`, `${S_SERVER}:${SMTPS}`]) {
    await context.test(`live: both certificates of ${place}`, async () => {
      const words = ['certname', 'test', 'rsa.example.org', place, '--json'];
      const { stdout, stderr, status } = await run(process.execPath, [MXRAY, ...words]);
      const { certificates = [] } = (JSON.parse(stdout) as { data: CertNameData }).data;
      const told = certificates.map(({ seen, rules }) => `${seen[0]!.keyType} ${rules.exim.match}`).sort();
      if (status !== 1 || told.join() !== 'ecdsa false,rsa true')
        throw new Error(`${status}: ${told.join()}\n${stderr}`);
    });
  }
}

/** A key, and a certificate that names it. */
async function identity(folder: string, type: SigningKeyType): Promise<string> {
  const key = await generateSigningKey(type);
  const dates = { notBefore: new Date(Date.now() - 86_400_000), notAfter: new Date(Date.now() + 86_400_000) };
  const name = `${type}.example.org`;
  const der = await issueCertificate({ subject: name, dnsNames: [name], ...dates }, key.publicKey, { key });
  const file = join(folder, `${type}-with-key.pem`);
  writeFileSync(file, formatSigningKey(key) + formatPem('CERTIFICATE', der));
  return file;
}
