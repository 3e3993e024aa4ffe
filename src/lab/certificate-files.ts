/**
 * Certificates, proofs and lists of the lab as files, for the commands that need no network:
 *
 *     certs/HOST.pem              the chain as the server sends it; of further keys HOST.rsa.pem
 *     certs/HOST.ocsp.der         what the responder says of it, where the catalogue has a word about that
 *     certs/NAME.pem              each authority in use
 *     certs/moods/MOOD.ocsp.der   every mood of the responder, about mx.good.test
 *     certs/moods/MOOD.crl        every mood of the lists of the issuing CA
 *
 * Private keys are in none of them.
 */
import { renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolders } from '../base/index.ts';
import { formatPem } from '../core/pki/issue.ts';
import type { Authorities, Credential } from './ca/index.ts';
import { CRL_MOODS, OCSP_MOODS, proofOf, type StatusService } from './web/index.ts';
import type { DomainRow, HostRow } from './world/types.ts';
import { type HostFacts, hostName } from './world/zone-plan.ts';

export interface CertificateFiles {
  /** The files of a row's hosts as they are now. */
  writeRow(row: DomainRow, facts: ReadonlyMap<string, HostFacts>): Promise<void>;
  /** Those of authorities and moods. */
  writeRest(): Promise<void>;
  /** Takes away what was written, and nothing else. */
  remove(): void;
}

/** Whom the moods are about. */
const SUBJECT = 'mx.good.test';

export function createCertificateFiles(
  path: string,
  status: StatusService,
  authorities: Authorities,
): CertificateFiles {
  const folder = writableFolder(path);
  let subject: Credential | undefined;
  return {
    async writeRow(row, facts) {
      for (const host of row.hosts) {
        const name = hostName(row, host);
        const { credentials } = facts.get(name)!.material;
        if (name === SUBJECT) subject = credentials[0];
        for (const [file, octets] of await hostFiles(name, host, credentials, status)) folder.write(file, octets);
      }
    },
    async writeRest() {
      if (subject !== undefined) await writeMoods(folder, subject, status, authorities);
      for (const { name, certificate } of await authorities.made()) folder.write(`${name}.pem`, pem([certificate]));
    },
    remove: folder.remove,
  };
}

type File = readonly [name: string, octets: string | Uint8Array];

async function hostFiles(
  name: string,
  host: HostRow,
  credentials: readonly Credential[],
  status: StatusService,
): Promise<File[]> {
  const files: File[] = credentials.map(({ keyType, chain }, index) => [
    index === 0 ? `${name}.pem` : `${name}.${keyType}.pem`,
    pem(chain),
  ]);
  const { chain, issuer } = credentials[0]!;
  if (issuer === undefined) return files;
  const mood = host.staple ?? host.ocsp ?? (name === SUBJECT ? 'good' : undefined);
  if (mood === undefined || !OCSP_MOODS.some((row) => row.name === mood)) return files;
  const proof = await proofOf(status, { leaf: chain[0]!, issuer: issuer.certificate }, mood);
  return [...files, [`${name}.ocsp.der`, proof]];
}

async function writeMoods(
  folder: WritableFolder,
  { chain, issuer }: Credential,
  status: StatusService,
  authorities: Authorities,
): Promise<void> {
  for (const { name } of OCSP_MOODS) {
    const proof = await proofOf(status, { leaf: chain[0]!, issuer: issuer!.certificate }, name);
    folder.write(join('moods', `${name}.ocsp.der`), proof);
  }
  const issuing = await authorities('issuing');
  for (const mood of CRL_MOODS) {
    // Half a megabyte for the huge one would be most of the time that all the files take.
    if (mood.padding === undefined) {
      folder.write(join('moods', `${mood.name}.crl`), await status.publish(issuing, mood, status.now()));
    }
  }
}

const pem = (chain: readonly Uint8Array[]): string => chain.map((der) => formatPem('CERTIFICATE', der)).join('');

interface WritableFolder {
  write(name: string, octets: string | Uint8Array): void;
  remove(): void;
}

/** A file is there whole or not at all, since commands read while the lab breaks and mends. */
function writableFolder(path: string): WritableFolder {
  const written = new Set<string>();
  makeFolders(join(path, 'moods'), 0o700);
  return {
    write(name, octets) {
      const file = join(path, name);
      writeFileSync(`${file}.new`, octets, { mode: 0o600 });
      renameSync(`${file}.new`, file);
      written.add(file);
    },
    remove() {
      for (const file of written) rmSync(file, { force: true });
      for (const folder of [join(path, 'moods'), path]) removeEmpty(folder);
    },
  };
}

/** Somebody else's files in it keep it. */
function removeEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // Not empty, or gone already.
  }
}
