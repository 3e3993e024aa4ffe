/**
 * `npm run bench [-- NAME…] [--quick]`: timings beside a peer, in the same minute on the same machine.
 *
 * A benchmark is a row below and a file of its own; to add one, copy the smallest, `cached-look-ups.ts`.
 */
import { arch, cpus, platform } from 'node:os';
import { printFigure } from './print.ts';
import type { Bench } from './types.ts';

const BENCHES: Readonly<Record<string, () => Promise<{ bench: Bench }>>> = {
  'cold-start': () => import('./cold-start.ts'),
  validations: () => import('./validations.ts'),
  'cached-look-ups': () => import('./cached-look-ups.ts'),
  'cold-look-ups': () => import('./cold-look-ups.ts'),
  'dane-batch': () => import('./dane-batch.ts'),
  check: () => import('./check.ts'),
  'chain-verifications': () => import('./chain-verifications.ts'),
  'crl-large': () => import('./crl-large.ts'),
  'ocsp-fetch': () => import('./ocsp-fetch.ts'),
  'hostile-zones': () => import('./hostile-zones.ts'),
  'spf-evaluations': () => import('./spf-evaluations.ts'),
  'dmarc-evaluations': () => import('./dmarc-evaluations.ts'),
  'dkim-verifications': () => import('./dkim-verifications.ts'),
  'ocsp-verifications': () => import('./ocsp-verifications.ts'),
  'tls-probe': () => import('./tls-probe.ts'),
  'lookup-files': () => import('./lookup-files.ts'),
  'smtp-sink': () => import('./smtp-sink.ts'),
  'smtp-send': () => import('./smtp-send.ts'),
  'session-cpu': () => import('./session-cpu.ts'),
  reception: () => import('./reception/index.ts'),
  delivery: () => import('./delivery/index.ts'),
  'queue-large': () => import('./queue-large/index.ts'),
  spool: () => import('./spool.ts'),
  'config-parse': () => import('./config-parse.ts'),
  expansions: () => import('./expansions.ts'),
};

const words = process.argv.slice(2);
const quick = words.includes('--quick');
const wanted = words.filter((word) => !word.startsWith('--'));
const unknown = wanted.filter((name) => BENCHES[name] === undefined);
if (unknown.length > 0) {
  console.error(`no benchmark ${unknown.join(', ')}; there are: ${Object.keys(BENCHES).join(', ')}`);
  process.exit(2);
}
console.log(
  `Node ${process.version}, ${platform()} ${arch()}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown CPU'}`,
);
for (const name of wanted.length > 0 ? wanted : Object.keys(BENCHES)) {
  const { bench } = await BENCHES[name]!();
  console.log(`\n${bench.name}: ${bench.asks}`);
  for (const figure of await bench.run(quick)) console.log(`  ${printFigure(figure)}`);
}
process.exit(0);
