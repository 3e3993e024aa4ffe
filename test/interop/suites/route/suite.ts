/** Addresses through routers: what exim -bt and -bv print, and what we do. */
import { chmodSync, chownSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { listRoute, listVerified, type RouteData } from '../../../../src/mta/route/index.ts';
import { run as runProgram } from '../../framework/command.ts';
import { concurrently } from '../../framework/concurrently.ts';
import type { Context, Suite } from '../../framework/types.ts';
import { startNamed } from '../../peers/authoritative.ts';
import { programs } from '../../peers/programs.ts';
import { RESOLVERS } from '../../world/addresses.ts';
import { CONFIGURATIONS, type RouteConfiguration, TRANSPORTS } from './configurations.ts';
import { coverageOf } from './coverage.ts';
import { type Compared, reasonFor } from './differences.ts';
import { addressesFor } from './generate.ts';
import { inOrder } from './order.ts';
import { compareRandom } from './random/compare.ts';
import { compareRules } from './rules/compare.ts';
import { startService } from './service.ts';
import { SITES } from './sites/all.ts';
import { BORDERS_ZONE } from './sites/borders.ts';
import { compareSite } from './sites/compare.ts';
import { GATEWAY_ZONE } from './sites/gateway.ts';
import { ZONE } from './zone.ts';

export const suite: Suite = {
  name: 'route',
  proves: 'addresses go through routers as exim -bt and -bv say, for six configurations',
  run,
};

const PROGRAM = join(import.meta.dirname, '../../../../bin/run.js');
const SEED = 815;
/** Of configurations drawn at random; `RANDOM_ROUTES`: others, and them alone, by how many and from which seed, as `40 7000`. */
const RANDOM = { count: 40, first: 1 };
/** `ROUTE_SITES`: of whole sites these, and nothing else, by name: `campus towns`. */
const SITE_NAMES = process.env.ROUTE_SITES?.split(' ');

async function run(context: Context): Promise<void> {
  const zone = join(context.folder, 'root.zone');
  writeFileSync(zone, ZONE + GATEWAY_ZONE + BORDERS_ZONE);
  await startNamed(context, {
    addresses: [RESOLVERS.unbound],
    folder: context.folder,
    zones: [
      { name: '', file: zone },
      // One that cannot be loaded: SERVFAIL.
      { name: 'broken.test', file: join(context.folder, 'missing.zone') },
    ],
  });
  await startService(context);
  context.note(`seed ${SEED}`);
  const texts: string[] = [];
  const totals = { agreed: 0, all: 0 };
  for (const site of context.full && process.env.RANDOM_ROUTES === undefined ? SITES : []) {
    if (SITE_NAMES?.includes(site.name) === false) continue;
    const file = furnish(context, site);
    texts.push(file.text);
    await compareSite(context, site, file.path);
  }
  if (SITE_NAMES !== undefined) return;
  if (context.full) {
    const [count = RANDOM.count, first = RANDOM.first] = process.env.RANDOM_ROUTES?.split(' ').map(Number) ?? [];
    await compareRandom(context, { count, first }, (configuration) => furnish(context, configuration).path);
  }
  if (process.env.RANDOM_ROUTES !== undefined) return;
  for (const [at, configuration] of CONFIGURATIONS.entries()) {
    const file = furnish(context, configuration);
    texts.push(file.text);
    const addresses = addressesFor(configuration, context.full ? 80 : 5, SEED + at);
    for (const mode of ['-bt', '-bv', '-bvs'] as const) {
      const every = context.full ? 1 : mode === '-bt' ? 2 : 12;
      const some = addresses.filter((_, index) => index % every === 0);
      const name = `${configuration.name}: ${some.length} addresses as exim ${mode}, or with a reason`;
      await context.test(name, () => compareAll(context, configuration, file.path, mode, some, totals));
    }
  }
  await compareRules(context);
  context.note(`${totals.agreed} of ${totals.all} alike, line by line`);
  const { drivers, used, all, unused } = coverageOf(texts);
  context.note(`drivers: ${drivers.join(' ')}`);
  context.note(`${used} of ${all} options of routers that work; not here: ${unused.join(', ')}`);
}

function furnish(context: Context, configuration: RouteConfiguration) {
  const folder = join(context.folder, configuration.name);
  const place = (text: string): string => text.replaceAll('@FOLDER@', folder);
  for (const [name, text] of Object.entries(configuration.files ?? {})) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), place(text), 'latin1');
    const { mode = 0o644, owner } = configuration.modes?.[name] ?? {};
    chmodSync(join(folder, name), mode);
    if (owner !== undefined) chownSync(join(folder, name), owner, 0);
  }
  if (configuration.files?.['inc/list'] !== undefined) symlinkSync('list', join(folder, 'inc/link'));
  mkdirSync(folder, { recursive: true });
  const text = place(
    `primary_hostname = mail.sat.test\nspool_directory = ${context.folder}/spool\nlog_file_path = ${context.folder}/%slog\n` +
      `keep_environment =\n${configuration.main}\nbegin routers\n${configuration.routers}${TRANSPORTS}${configuration.more ?? ''}`,
  );
  const path = join(folder, 'exim.conf');
  writeFileSync(path, text, 'latin1');
  return { path, text };
}

type Mode = '-bt' | '-bv' | '-bvs';

async function compareAll(
  context: Context,
  configuration: RouteConfiguration,
  file: string,
  mode: Mode,
  addresses: readonly string[],
  totals: { agreed: number; all: number },
): Promise<void> {
  const theirs = await concurrently(2, addresses, (address) => exim(file, mode, address));
  const mine = await ours(file, mode, addresses);
  const compared = addresses.map((address, at) => ({
    configuration: configuration.name,
    address,
    theirs: theirs[at]!,
    ours: mine[at]!,
  }));
  const different = compared.filter((each) => each.theirs !== each.ours);
  totals.all += compared.length;
  totals.agreed += compared.length - different.length;
  const reasons = different.map(reasonFor);
  for (const reason of new Set(reasons))
    if (reason !== undefined) context.note(`${reasons.filter((each) => each === reason).length} × ${reason}`);
  const open = different.filter((_, at) => reasons[at] === undefined);
  if (open.length > 0) throw new Error(`${open.length} without a reason:\n${open.slice(0, 40).map(shown).join('\n')}`);
}

const shown = ({ address, theirs, ours: mine }: Compared): string =>
  `  ${address}\n    exim ${JSON.stringify(theirs.slice(0, 600))}\n    ours ${JSON.stringify(mine.slice(0, 600))}`;

async function exim(file: string, mode: Mode, address: string): Promise<string> {
  const { stdout, status } = await runProgram(programs.exim, ['-C', file, mode, address]);
  return `${inOrder(stdout)}status ${status}`;
}

interface Answered {
  readonly data?: RouteData;
  readonly error?: { readonly message: string };
}

async function ours(file: string, mode: Mode, addresses: readonly string[]): Promise<readonly string[]> {
  const verify = mode === '-bt' ? {} : { verify: mode === '-bv' ? 'recipient' : 'sender' };
  const lines = addresses.map((address, id) => JSON.stringify({ id, address, ...verify }));
  const { stdout, stderr } = await runProgram(
    process.execPath,
    [PROGRAM, 'route', '-C', file, '--batch', '-', '--jobs=4', '-o', 'jsonl', '--trust=none'],
    { input: `${lines.join('\n')}\n`, timeoutMs: 120_000 },
  );
  const answers = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Answered);
  if (answers.length !== addresses.length)
    throw new Error(`${answers.length} of ${addresses.length}: ${stderr.slice(0, 300)}`);
  return answers.map(({ data, error }) => {
    if (data === undefined) return `syntax error: ${error?.message.replace(/^.* is no address: /s, '')}\nstatus 2`;
    const { text, status } = mode === '-bt' ? listRoute(data, new Set()) : listVerified(data);
    return `${inOrder(text)}status ${status}`;
  });
}
