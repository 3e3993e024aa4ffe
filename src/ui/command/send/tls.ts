/** What TLS is to offer and to show, and what the certificate is judged by. */
import { type Failure, ok, type Result } from '../../../base/index.ts';
import type { TlsOptions } from '../../../core/net/index.ts';
import { VERIFY, type Verify } from '../../../core/send/index.ts';
import type { Fields } from '../fields.ts';
import { readTextFile } from '../text-file.ts';

type Versions = Pick<TlsOptions, 'minVersion' | 'maxVersion'>;

export interface TlsInput {
  readonly verify: Verify;
  readonly versions: Versions;
  readonly serverName?: string;
  readonly cert?: string;
  readonly key?: string;
}

export function readTlsInput(fields: Fields): TlsInput {
  const [cert, key] = [fields.optionalText('tlsCert'), fields.optionalText('tlsKey')];
  if ((cert === undefined) !== (key === undefined)) fields.problem('--tls-cert and --tls-key belong together');
  const serverName = fields.optionalText('tlsSni');
  return {
    verify: fields.oneOf('verify', VERIFY) ?? (fields.flag('tlsVerify') ? 'pkix' : 'none'),
    versions: readVersions(fields),
    ...(serverName !== undefined && { serverName }),
    ...(cert !== undefined && key !== undefined && { cert, key }),
  };
}

const VERSIONS = ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'] as const;

/** A list of those that may be, or of those that may not; what is left must be a range. */
function readVersions(fields: Fields): Versions {
  const text = fields.optionalText('tlsProtocol');
  if (text === undefined) return {};
  const words = text.toLowerCase().replaceAll('_1', '.1').replaceAll('_2', '.2').replaceAll('_3', '.3').split(',');
  const excluded = words.filter((word) => word.startsWith('no_')).map((word) => word.slice(3));
  const isNegative = excluded.length > 0;
  const named = isNegative ? excluded : words;
  const known: readonly string[] = VERSIONS.map((version) => version.toLowerCase());
  const isKnown = named.every((word) => known.includes(word) || (isNegative && /^sslv[23]$/.test(word)));
  const left = VERSIONS.filter((version) => named.includes(version.toLowerCase()) !== isNegative);
  const isMixed = isNegative && excluded.length !== words.length;
  const isRange = left.length > 0 && VERSIONS.indexOf(left.at(-1)!) - VERSIONS.indexOf(left[0]!) === left.length - 1;
  if (!isKnown || isMixed || !isRange) {
    fields.problem('"tlsProtocol" must be a run of tlsv1, tlsv1_1, tlsv1_2, tlsv1_3, or of no_… alone');
    return {};
  }
  return { minVersion: left[0]!, maxVersion: left.at(-1)! };
}

const MAX_PEM_OCTETS = 1024 * 1024;

export async function loadTls(
  input: TlsInput,
): Promise<Result<Pick<TlsOptions, 'serverName' | 'minVersion' | 'maxVersion' | 'identity'>, Failure>> {
  const { versions, serverName } = input;
  const plain = { ...versions, ...(serverName !== undefined && { serverName }) };
  if (input.cert === undefined || input.key === undefined) return ok(plain);
  const [cert, key] = await Promise.all([pem(input.cert, '--tls-cert'), pem(input.key, '--tls-key')]);
  if (!cert.ok) return cert;
  return key.ok ? ok({ ...plain, identity: { cert: cert.value, key: key.value } }) : key;
}

/** A line of a batch may have the text itself. */
const pem = (value: string, flag: string): Promise<Result<string, Failure>> =>
  value.includes('-----BEGIN ') ? Promise.resolve(ok(value)) : readTextFile(value, flag, MAX_PEM_OCTETS);
