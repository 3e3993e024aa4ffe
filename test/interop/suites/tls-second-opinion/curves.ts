/** Curves of TLS 1.2 by `openssl s_client`, one by one, alone and beside the curve that an ECDSA certificate needs. */
import { run } from '../../framework/command.ts';
import { programs } from '../../peers/programs.ts';

/** Our name, s_client's, and how it tells the key that came. */
const CURVES: readonly (readonly [name: string, group: string, key: RegExp])[] = [
  ['secp256r1', 'P-256', /^Server Temp Key: ECDH, prime256v1/m],
  ['secp384r1', 'P-384', /^Server Temp Key: ECDH, secp384r1/m],
  ['secp521r1', 'P-521', /^Server Temp Key: ECDH, secp521r1/m],
  ['x25519', 'X25519', /^Server Temp Key: X25519/m],
  ['x448', 'X448', /^Server Temp Key: X448/m],
];

const CIPHERS = 'ECDHE:ECDHE+eNULL:@SECLEVEL=0';

export async function curvesBySClient(target: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const [name, group, key] of CURVES) {
    const isTaken = async (groups: string): Promise<boolean> => {
      const args = ['s_client', '-connect', target, '-tls1_2', '-groups', groups, '-cipher', CIPHERS];
      return key.test((await run(programs.openssl, args, { timeoutMs: 10_000 })).stdout);
    };
    if ((await isTaken(group)) || (await isTaken(`${group}:P-256`))) found.push(name);
  }
  return found;
}
