/**
 * `npm run interop [-- SUITE…] [--full] [--verbose]`: us and the real thing, the same input, the outcomes compared.
 *
 * Peers are programs of other projects: peers/ says where each is and how it is started, peers/install.sh brings them
 * (as root). A missing peer is a failure. Everything runs on loopback in a network of its own (framework/namespace.ts).
 * A suite is a row below and a folder of its own under suites/; to add one, copy the smallest, suites/signer/.
 * Status: 0 all passed, 1 something failed, 2 a wrong word on the command line.
 */
import { join } from 'node:path';
import { mustRun } from './framework/command.ts';
import { furnish, insideFolder, rerunInside } from './framework/namespace.ts';
import { describeTotals, runSuite } from './framework/run-suite.ts';
import type { Suite, Totals } from './framework/types.ts';
import { missingPrograms } from './peers/programs.ts';
import { ADDRESSES, RESOLVERS } from './world/addresses.ts';

const SUITES: Readonly<Record<string, () => Promise<{ suite: Suite }>>> = {
  validation: () => import('./suites/validation/suite.ts'),
  dmarc: () => import('./suites/dmarc/suite.ts'),
  deliveries: () => import('./suites/deliveries/suite.ts'),
  serve: () => import('./suites/serve/suite.ts'),
  signer: () => import('./suites/signer/suite.ts'),
  'smtp-sink': () => import('./suites/smtp-sink/suite.ts'),
  'encrypted-dns': () => import('./suites/encrypted-dns/suite.ts'),
  dane: () => import('./suites/dane/suite.ts'),
  'dane-delivery': () => import('./suites/dane-delivery/suite.ts'),
  check: () => import('./suites/check/suite.ts'),
  certname: () => import('./suites/certname/suite.ts'),
  mtasts: () => import('./suites/mtasts/suite.ts'),
  spf: () => import('./suites/spf/suite.ts'),
  log: () => import('./suites/log/suite.ts'),
  lookups: () => import('./suites/lookups/suite.ts'),
  'list-matching': () => import('./suites/list-matching/suite.ts'),
  'lookup-servers': () => import('./suites/lookup-servers/suite.ts'),
  'ocsp-fetch': () => import('./suites/ocsp-fetch/suite.ts'),
  'tls-probe': () => import('./suites/tls-probe/suite.ts'),
  'tls-second-opinion': () => import('./suites/tls-second-opinion/suite.ts'),
  'bad-input': () => import('./suites/bad-input/suite.ts'),
  chains: () => import('./suites/chains/suite.ts'),
  crl: () => import('./suites/crl/suite.ts'),
  'hostile-lab': () => import('./suites/hostile-lab/suite.ts'),
  'ocsp-moods': () => import('./suites/ocsp-moods/suite.ts'),
  ocsp: () => import('./suites/ocsp/suite.ts'),
  completions: () => import('./suites/completions/suite.ts'),
  staples: () => import('./suites/staples/suite.ts'),
  arc: () => import('./suites/arc/suite.ts'),
  auth: () => import('./suites/auth/suite.ts'),
  authres: () => import('./suites/authres/suite.ts'),
  dkim: () => import('./suites/dkim/suite.ts'),
  'received-signatures': () => import('./suites/received-signatures/suite.ts'),
  acl: () => import('./suites/acl/suite.ts'),
  callouts: () => import('./suites/callouts/suite.ts'),
  cutthrough: () => import('./suites/cutthrough/suite.ts'),
  expansions: () => import('./suites/expansions/suite.ts'),
  'line-editor': () => import('./suites/line-editor/suite.ts'),
  dsn: () => import('./suites/dsn/suite.ts'),
  route: () => import('./suites/route/suite.ts'),
  'transport-smtp': () => import('./suites/transport-smtp/suite.ts'),
  dialogues: () => import('./suites/dialogues/suite.ts'),
  'serve-dialogues': () => import('./suites/serve-dialogues/suite.ts'),
  'exim-options': () => import('./suites/exim-options/suite.ts'),
  proxy: () => import('./suites/proxy/suite.ts'),
  submission: () => import('./suites/submission/suite.ts'),
  scanners: () => import('./suites/scanners/suite.ts'),
  'spec-examples': () => import('./suites/spec-examples/suite.ts'),
  'transport-local': () => import('./suites/transport-local/suite.ts'),
  'nothing-lost': () => import('./suites/nothing-lost/suite.ts'),
  'next-hops': () => import('./suites/next-hops/suite.ts'),
  'bad-delivery': () => import('./suites/bad-delivery/suite.ts'),
  durability: () => import('./suites/durability/suite.ts'),
  'serve-clients': () => import('./suites/serve-clients/suite.ts'),
  'hostile-clients': () => import('./suites/hostile-clients/suite.ts'),
  config: () => import('./suites/config/suite.ts'),
  queue: () => import('./suites/queue/suite.ts'),
  'smtp-client': () => import('./suites/smtp-client/suite.ts'),
  'whole-configurations': () => import('./suites/whole-configurations/suite.ts'),
  'node-versions': () => import('./suites/node-versions/suite.ts'),
};

const ROOT = join(import.meta.dirname, '../..');
const FLAGS = ['--full', '--verbose'];
const BUILD_MS = 180_000;
const words = process.argv.slice(2);
const wanted = words.filter((word) => !word.startsWith('--'));
// Exit, and not the status alone: what a suite that failed left running must not hold the run open.
process.exit(await main());

async function main(): Promise<number> {
  const unknown = words.filter((word) => !FLAGS.includes(word) && SUITES[word] === undefined);
  if (unknown.length > 0) {
    console.error(
      `unknown: ${unknown.join(' ')}; suites are ${Object.keys(SUITES).join(', ')}, flags ${FLAGS.join(', ')}`,
    );
    return 2;
  }
  const missing = missingPrograms();
  if (missing.length > 0) {
    console.error(`missing peers: ${missing.join(', ')}; run test/interop/peers/install.sh as root`);
    return 1;
  }
  const folder = insideFolder();
  return folder === undefined ? await outside() : await inside(folder);
}

/** What the suites run is built first, out here where nothing is missing. */
async function outside(): Promise<number> {
  await mustRun(process.execPath, ['bin/build/build.mjs'], { cwd: ROOT, timeoutMs: BUILD_MS });
  return await rerunInside();
}

async function inside(parent: string): Promise<number> {
  const started = performance.now();
  const totals: Totals = { passed: 0, failed: 0, skipped: 0 };
  const addresses = [...Object.values(ADDRESSES), ...Object.values(RESOLVERS)];
  await furnish({ folder: parent, addresses, resolver: RESOLVERS.unbound });
  for (const name of wanted.length > 0 ? wanted : Object.keys(SUITES)) {
    const { suite } = await SUITES[name]!();
    const options = { parent, full: words.includes('--full'), verbose: words.includes('--verbose') };
    add(totals, await runSuite(suite, options));
  }
  console.log(`\ninterop in ${((performance.now() - started) / 1000).toFixed(0)} s`);
  console.log(describeTotals(totals));
  return totals.failed === 0 && totals.passed > 0 ? 0 : 1;
}

function add(totals: Totals, more: Totals): void {
  totals.passed += more.passed;
  totals.failed += more.failed;
  totals.skipped += more.skipped;
}
