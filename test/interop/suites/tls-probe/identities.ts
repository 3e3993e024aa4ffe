/** Certificates for the servers, in files as each of them wants: an RSA and a P-256 one of the same name, and proofs of the first. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createOcspResponse } from '../../../../src/core/ocsp/issue.ts';
import { formatPem } from '../../../../src/core/pki/issue.ts';
import { type Credential, createLabCa } from '../../../../src/lab/ca/index.ts';
import { mustRun } from '../../framework/command.ts';
import { programs } from '../../peers/programs.ts';

export const NAME = 'mx.survey.test';
export type Key = 'rsa' | 'ecdsa';

export interface Files {
  /** PEM: private key, then the chain, leaf first. */
  readonly pem: Readonly<Record<Key, string>>;
  readonly roots: string;
  /** By the word a row uses for it. */
  readonly named: Readonly<Record<string, string>>;
}

const DAY_MS = 86_400_000;

export async function makeFiles(folder: string): Promise<Files> {
  const now = Date.now();
  const ca = await createLabCa(new Date(now));
  const write = (name: string, data: string | Uint8Array): string => {
    writeFileSync(join(folder, name), data, { mode: 0o644 }); // Exim reads them as its own user
    return join(folder, name);
  };
  const [rsa, ecdsa] = await Promise.all([
    ca.issue({ keyType: 'rsa', names: [NAME] }),
    ca.issue({ keyType: 'p256', names: [NAME] }),
  ]);
  const prove = (from: number, to: number): Promise<Uint8Array> =>
    createOcspResponse(
      {
        responses: [
          {
            certificate: rsa.chain[0]!,
            issuer: ca.intermediate.certificate,
            status: { kind: 'good' },
            thisUpdate: new Date(now + from * DAY_MS),
            nextUpdate: new Date(now + to * DAY_MS),
          },
        ],
      },
      ca.intermediate,
    );
  const dh1536 = await mustRun(programs.openssl, [
    'genpkey',
    '-genparam',
    '-algorithm',
    'DH',
    '-pkeyopt',
    'group:modp_1536',
  ]);
  return {
    pem: { rsa: write('rsa.pem', bundle(rsa)), ecdsa: write('ecdsa.pem', bundle(ecdsa)) },
    roots: write('roots.pem', ca.rootPem),
    named: {
      '@proof': write('proof.der', await prove(-1, 4)),
      '@old-proof': write('old-proof.der', await prove(-5, -1)),
      '@dh1536': write('dh1536.pem', dh1536),
    },
  };
}

const bundle = ({ keyPem, chain }: Credential): string =>
  `${keyPem}${chain.map((der) => formatPem('CERTIFICATE', der)).join('')}`;
