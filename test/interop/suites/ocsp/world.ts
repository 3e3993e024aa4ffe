import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatPem, formatSigningKey, type SigningKeyType } from '../../../../src/core/pki/issue.ts';
import { type Held, ocspWorld } from '../../../support/ocsp.ts';
import type { WorldFiles } from './types.ts';

/** openssl judges the times of a response by the clock of the machine. */
export async function worldFiles(parent: string, type: SigningKeyType, now: Date): Promise<WorldFiles> {
  const folder = join(parent, type);
  mkdirSync(folder, { recursive: true });
  const world = await ocspWorld(type, now);
  const write = (name: string, held: Held): string => writeCertificate(folder, name, held);
  return {
    world,
    folder,
    leafFile: write('leaf', world.leaf),
    issuerFile: write('issuer', world.issuer),
    rootFile: write('root', world.root),
  };
}

export function writeCertificate(folder: string, name: string, { der }: Held): string {
  const file = join(folder, `${name}.pem`);
  writeFileSync(file, formatPem('CERTIFICATE', der));
  return file;
}

export function writeKey(folder: string, name: string, { key }: Held): string {
  const file = join(folder, `${name}.key`);
  writeFileSync(file, formatSigningKey(key), { mode: 0o600 });
  return file;
}
