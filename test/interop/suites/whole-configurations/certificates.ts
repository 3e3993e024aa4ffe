/** An authority and what it vouches for, made anew for each run. */
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mustRun } from '../../framework/command.ts';
import { programs } from '../../peers/programs.ts';
import { CERTIFICATES, type CertificateName } from './types.ts';

export interface Credentials {
  readonly cert: string;
  readonly key: string;
}

export type Certificates = Readonly<Record<CertificateName, Credentials>>;

const SUBJECTS: Readonly<Record<CertificateName, { readonly subject: string; readonly names: string }>> = {
  server: { subject: '/CN=mx.example.org', names: 'DNS:mx.example.org,DNS:hop.example' },
  client: { subject: '/O=A Company/CN=client.example', names: 'DNS:client.example,email:ann@client.example' },
  stranger: { subject: '/CN=stranger.example', names: 'DNS:stranger.example' },
  other: { subject: '/CN=other.example', names: 'DNS:other.example,DNS:*.wild.example' },
};

/** `ca.pem`, and of each `NAME.cert`, `NAME.key` and both in `NAME.pem`, in that folder. */
export async function makeCertificates(folder: string): Promise<Certificates> {
  const at = (name: string): string => join(folder, name);
  const issuer = (authority: string): string[] => ['-CA', at(`${authority}.pem`), '-CAkey', at(`${authority}.key`)];
  const make = async (name: string, subject: string, more: readonly string[]): Promise<void> => {
    const files = ['-keyout', at(`${name}.key`), '-out', at(`${name}.pem`), '-subj', subject, '-days', '30'];
    await mustRun(programs.openssl, ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', ...files, ...more]);
  };
  await Promise.all([make('ca', '/CN=Suite CA', []), make('strange-ca', '/CN=Strange CA', [])]);
  await Promise.all(
    CERTIFICATES.map((name) => {
      const { subject, names } = SUBJECTS[name];
      const extensions = ['-addext', `subjectAltName=${names}`, '-addext', 'basicConstraints=critical,CA:FALSE'];
      return make(name, subject, [...issuer(name === 'stranger' ? 'strange-ca' : 'ca'), ...extensions]);
    }),
  );
  return Object.fromEntries(CERTIFICATES.map((name) => [name, read(folder, name)])) as Record<
    CertificateName,
    Credentials
  >;
}

function read(folder: string, name: string): Credentials {
  const [cert, key] = ['pem', 'key'].map((end) => readFileSync(join(folder, `${name}.${end}`), 'latin1'));
  writeFileSync(join(folder, `${name}.cert`), cert!);
  writeFileSync(join(folder, `${name}.pem`), cert! + key!);
  for (const end of ['key', 'pem', 'cert']) chmodSync(join(folder, `${name}.${end}`), 0o644);
  return { cert: cert!, key: key! };
}
