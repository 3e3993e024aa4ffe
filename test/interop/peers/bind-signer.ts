/** BIND's signer: dnssec-keygen and dnssec-signzone; and its verifier. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mustRun, type Ran, run } from '../framework/command.ts';
import type { SignJob } from '../world/types.ts';
import { programs } from './programs.ts';
import { DAY, HOUR, signerTime } from './times.ts';

export async function signWithBind({ zone, text, folder, signing }: SignJob): Promise<string> {
  const origin = `${zone}.`;
  const plain = join(folder, 'plain.zone');
  const signed = join(folder, 'signed.zone');
  writeFileSync(plain, text);
  const key = ['-q', '-K', folder, '-a', String(signing.algorithm), ...keySize(signing.algorithm), '-n', 'ZONE'];
  await mustRun(programs.dnssecKeygen, [...key, '-f', 'KSK', origin]);
  await mustRun(programs.dnssecKeygen, [...key, origin]);
  const dates = ['-s', signerTime(signing.validFrom ?? -HOUR), '-e', signerTime(signing.validUntil ?? 14 * DAY)];
  const nsec3 = signing.denial === 'nsec' ? [] : ['-3', signing.salt ?? '-', '-H', String(signing.iterations ?? 0)];
  const optOut = signing.denial === 'nsec3-opt-out' ? ['-A'] : [];
  // -P: zones that are to be broken are not verified here.
  const how = ['-q', '-P', '-S', '-K', folder, '-d', folder, '-O', 'full', '-o', origin, '-f', signed];
  await mustRun(programs.dnssecSignzone, [...how, ...dates, ...nsec3, ...optOut, plain]);
  return readFileSync(signed, 'utf8');
}

/** DS lines (SHA-256) for the keys with the SEP bit in a signed zone. */
export async function dsLines(zone: string, signedFile: string): Promise<readonly string[]> {
  const text = await mustRun(programs.dnssecDsfromkey, ['-2', '-f', signedFile, `${zone}.`]);
  return text.split('\n').filter((line) => line.includes(' DS '));
}

export function verifyWithBind(zone: string, file: string): Promise<Ran> {
  return run(programs.dnssecVerify, ['-q', '-o', `${zone}.`, file]);
}

/** 2048 bits for RSA; the others have one size. */
export function keySize(algorithm: number): readonly string[] {
  return algorithm <= 10 ? ['-b', '2048'] : [];
}
