/** A second opinion: does `openssl s_client` come to a handshake with this version? */
import { run } from '../../framework/command.ts';
import { programs } from '../../peers/programs.ts';
import type { Asked } from './ours.ts';
import type { Version } from './rows.ts';

const FLAGS: readonly (readonly [Version, string])[] = [
  ['TLSv1.3', '-tls1_3'],
  ['TLSv1.2', '-tls1_2'],
  ['TLSv1.1', '-tls1_1'],
  ['TLSv1.0', '-tls1'],
];

/** Not all of them are on by default. */
const TLS13_SUITES = [
  'TLS_AES_256_GCM_SHA384',
  'TLS_CHACHA20_POLY1305_SHA256',
  'TLS_AES_128_GCM_SHA256',
  'TLS_AES_128_CCM_SHA256',
  'TLS_AES_128_CCM_8_SHA256',
].join(':');

export async function versionsBySClient({ target, starttls }: Asked): Promise<readonly Version[]> {
  const found: Version[] = [];
  for (const [version, flag] of FLAGS) {
    const way = starttls === 'none' ? [] : ['-starttls', starttls];
    const everything = ['-cipher', 'ALL:COMPLEMENTOFALL:@SECLEVEL=0', '-ciphersuites', TLS13_SUITES];
    const args = ['s_client', '-connect', target, ...way, flag, ...everything];
    const { stdout } = await run(programs.openssl, args, { timeoutMs: 10_000 });
    if (/^\s*Protocol\s*: TLSv1|^New, TLSv1/m.test(stdout) && !/Cipher is \(NONE\)/.test(stdout)) found.push(version);
  }
  return found;
}
