/** Debian's Exim (GnuTLS) given a file: does it staple it, as ocsp verify says? */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createNet } from '../../../../src/core/net/index.ts';
import { staplingView, verifyOcsp } from '../../../../src/core/ocsp/index.ts';
import { createProbe } from '../../../../src/core/tls/index.ts';
import { mustRun } from '../../framework/command.ts';
import type { Context } from '../../framework/types.ts';
import { startExim } from '../../peers/exim.ts';
import { SMTP_PORT } from '../../peers/postfix.ts';
import type { OcspCase, WorldFiles } from './types.ts';
import { writeKey } from './world.ts';

export async function eximCases(context: Context, cases: readonly OcspCase[], now: Date): Promise<void> {
  const tried = cases.filter(({ world, name }) => world === cases.at(-1)!.world && name.startsWith('we respond: '));
  const listeners = tried.map((one, i) => ({ address: `127.0.29.${i + 1}`, ...filesOf(one, i) }));
  await mustRun('chmod', ['-R', 'a+rX', context.folder]);
  await startExim(context, listeners);
  for (const [i, one] of tried.entries()) {
    await context.test(`Exim with GnuTLS, ${one.name.replace('we respond: ', '')}`, async () => {
      const [does, said] = [await stapleOf(listeners[i]!.address), viewOf(one, now)];
      if (does !== said) throw new Error(`Exim: ${does}; we say ${said}`);
    });
  }
}

function filesOf({ world, response }: OcspCase, i: number) {
  const file = join(world.folder, `exim-${i}.der`);
  writeFileSync(file, response);
  return { chainFiles: [chainWithKey(world)], ocspFiles: [file] };
}

function chainWithKey(files: WorldFiles): string {
  const file = join(files.folder, 'with-key.pem');
  const parts = [files.leafFile, files.issuerFile, writeKey(files.folder, 'leaf', files.world.leaf)];
  writeFileSync(file, parts.map((part) => readFileSync(part, 'utf8')).join(''));
  return file;
}

function viewOf({ world: { world }, response }: OcspCase, at: Date): string {
  const question = { response, certificate: world.leaf.certificate, issuer: world.issuer.certificate, at };
  return staplingView(question, verifyOcsp(question)).eximGnutls;
}

async function stapleOf(address: string): Promise<string> {
  const net = createNet();
  try {
    const way = { address, port: SMTP_PORT, protocol: 'smtp', ehlo: 'interop.test', timeoutMs: 10_000 } as const;
    const outcome = await createProbe(net)(way);
    if (outcome.kind === 'starttls-refused') return 'no-tls';
    if (outcome.kind !== 'tls') throw new Error(`Exim is not there: ${JSON.stringify(outcome)}`);
    return outcome.ocspResponse === undefined ? 'ignores' : 'staples';
  } finally {
    await net.close();
  }
}
