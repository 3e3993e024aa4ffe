/** Main options that have to do with TLS to LDAP servers (Exim spec §9.19). */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Client } from 'ldapts';
import type { LookupPorts } from '../types.ts';
import { toUnicode } from './octets.ts';

export interface LdapTls {
  readonly startTls: boolean;
  /** Two servers' connections are the same only where this is, too. */
  readonly name: string;
  /** @throws where a file cannot be read */
  readonly options: () => NonNullable<Parameters<Client['startTLS']>[0]>;
}

const NAMES = [
  'ldap_ca_cert_file',
  'ldap_ca_cert_dir',
  'ldap_cert_file',
  'ldap_cert_key',
  'ldap_cipher_suite',
  'ldap_require_cert',
  'ldap_start_tls',
] as const;

type TlsSettings = Readonly<Partial<Record<(typeof NAMES)[number], string>>>;

export async function readLdapTls({ option }: LookupPorts): Promise<LdapTls> {
  const values = await Promise.all(NAMES.map((name) => option(name)));
  const settings: TlsSettings = Object.fromEntries(NAMES.map((name, index) => [name, values[index]]));
  return {
    startTls: /^(yes|true)$/.test(settings.ldap_start_tls ?? ''),
    name: values.map((value = '') => value).join('\n'),
    options: () => optionsOf(settings),
  };
}

/** As OpenLDAP has it: `never` and `allow` go on whatever the certificate is. */
const GOES_ON = /^(never|allow)$/i;

function optionsOf(settings: TlsSettings): ReturnType<LdapTls['options']> {
  const roots = rootsOf(settings);
  const { ldap_cert_file: cert, ldap_cert_key: key, ldap_cipher_suite: ciphers } = settings;
  return {
    rejectUnauthorized: !GOES_ON.test(settings.ldap_require_cert ?? ''),
    ...(roots.length > 0 && { ca: roots }),
    ...(cert !== undefined && { cert: read(cert), key: read(key ?? cert) }),
    ...(ciphers !== undefined && { ciphers }),
  };
}

function rootsOf({ ldap_ca_cert_file: file, ldap_ca_cert_dir: folder }: TlsSettings): string[] {
  const ofFolder =
    folder === undefined ? [] : readdirSync(toUnicode(folder)).map((name) => join(toUnicode(folder), name));
  const texts = ofFolder.flatMap((path) => readIfFile(path));
  return [...(file === undefined ? [] : [read(file)]), ...texts.filter((text) => text.includes('-----BEGIN CERT'))];
}

const read = (path: string): string => readFileSync(toUnicode(path), 'utf8');

/** A folder of roots may hold anything beside them. */
function readIfFile(path: string): readonly string[] {
  try {
    return [readFileSync(path, 'utf8')];
  } catch {
    return [];
  }
}
