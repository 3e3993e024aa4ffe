/** Knot's signer: kzonesign, which makes the keys of its policy itself. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mustRun } from '../framework/command.ts';
import type { Signing, SignJob } from '../world/types.ts';
import { programs } from './programs.ts';

const ALGORITHMS: Readonly<Record<number, string>> = {
  5: 'rsasha1',
  7: 'rsasha1-nsec3-sha1',
  8: 'rsasha256',
  10: 'rsasha512',
  13: 'ecdsap256sha256',
  14: 'ecdsap384sha384',
  15: 'ed25519',
  16: 'ed448',
};

export async function signWithKnot({ zone, text, folder, signing }: SignJob): Promise<string> {
  const output = join(folder, 'signed');
  for (const name of ['db', 'run', 'signed']) mkdirSync(join(folder, name));
  writeFileSync(join(folder, 'plain.zone'), text);
  writeFileSync(join(folder, 'knot.conf'), configuration(zone, folder, signing));
  await mustRun(programs.kzonesign, ['-c', join(folder, 'knot.conf'), '-o', output, zone]);
  return readFileSync(join(output, readdirSync(output)[0]!), 'utf8');
}

function configuration(zone: string, folder: string, { algorithm, denial, iterations, salt }: Signing): string {
  const rsa = algorithm <= 10 ? '    ksk-size: 2048\n    zsk-size: 2048\n' : '';
  return `server:
    rundir: ${folder}/run
database:
    storage: ${folder}/db
policy:
  - id: policy
    algorithm: ${ALGORITHMS[algorithm]}
${rsa}    nsec3: ${denial === 'nsec' ? 'off' : 'on'}
    nsec3-opt-out: ${denial === 'nsec3-opt-out' ? 'on' : 'off'}
    nsec3-iterations: ${iterations ?? 0}
    nsec3-salt-length: ${(salt ?? '').length / 2}
zone:
  - domain: ${zone}
    storage: ${folder}
    file: plain.zone
    dnssec-signing: on
    dnssec-policy: policy
`;
}
