/** ldns' signer: ldns-keygen and ldns-signzone; and its verifier. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mustRun, type Ran, run } from '../framework/command.ts';
import type { SignJob } from '../world/types.ts';
import { keySize } from './bind-signer.ts';
import { programs } from './programs.ts';
import { DAY, HOUR, signerTime } from './times.ts';

const ALGORITHMS: Readonly<Record<number, string>> = {
  5: 'RSASHA1',
  7: 'RSASHA1-NSEC3-SHA1',
  8: 'RSASHA256',
  10: 'RSASHA512',
  13: 'ECDSAP256SHA256',
  14: 'ECDSAP384SHA384',
  15: 'ED25519',
  16: 'ED448',
};

export async function signWithLdns({ zone, text, folder, signing }: SignJob): Promise<string> {
  const origin = `${zone}.`;
  writeFileSync(join(folder, 'plain.zone'), text);
  const key = ['-a', ALGORITHMS[signing.algorithm]!, ...keySize(signing.algorithm)];
  const entry = (await mustRun(programs.ldnsKeygen, [...key, '-k', origin], { cwd: folder })).trim();
  const data = (await mustRun(programs.ldnsKeygen, [...key, origin], { cwd: folder })).trim();
  const dates = ['-i', signerTime(signing.validFrom ?? -HOUR), '-e', signerTime(signing.validUntil ?? 14 * DAY)];
  const salt = signing.salt === undefined ? [] : ['-s', signing.salt];
  const nsec3 = signing.denial === 'nsec' ? [] : ['-n', '-t', String(signing.iterations ?? 0), ...salt];
  const optOut = signing.denial === 'nsec3-opt-out' ? ['-p'] : [];
  const how = ['-o', origin, '-f', 'signed.zone', ...dates, ...nsec3, ...optOut];
  await mustRun(programs.ldnsSignzone, [...how, 'plain.zone', entry, data], { cwd: folder });
  return readFileSync(join(folder, 'signed.zone'), 'utf8');
}

/** @param keyFile  DNSKEY or DS records to start from */
export function verifyWithLdns(file: string, keyFile: string): Promise<Ran> {
  return run(programs.ldnsVerifyZone, ['-k', keyFile, file]);
}
