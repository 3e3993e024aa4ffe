/**
 * Whole configurations, as people run them, under a live Exim and a live `mxray serve`: the same users, clients and
 * next hops, and at each step what was answered, logged, delivered, passed on and printed.
 */
import { chmodSync, copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mustRun } from '../../framework/command.ts';
import { NameServer, type Zone } from '../../framework/name-server.ts';
import type { Context, Suite } from '../../framework/types.ts';
import { programs } from '../../peers/programs.ts';
import { makeCertificates } from './certificates.ts';
import { KINDS, type Place, playSite, type Sight } from './side.ts';
import { SITES } from './sites/registry.ts';
import type { Site } from './types.ts';
import { addressesOf, HOSTS6, zoneOf } from './zone.ts';

export const suite: Suite = {
  name: 'whole-configurations',
  proves: 'a configuration that somebody runs under Exim does the same under serve',
  run,
};

async function run(context: Context): Promise<void> {
  const sites = context.full ? SITES : [shortened(SITES.find(({ name }) => name === 'names')!)];
  const addresses = sites.flatMap((site, index) => KINDS.map((kind) => ({ site, ...addressesOf(index, kind) })));
  await mustRun(programs.ip, ['-batch', '-'], {
    input: addresses.flatMap(({ net6 }) => HOSTS6.map((last) => `address add ${net6}:${last}/128 dev lo\n`)).join(''),
  });
  const zones = addresses.map(({ site, ...own }) => ({ ...zoneOf(own), ...site.zone?.(own) }));
  await NameServer.start(context, Object.assign({}, ...zones) as Zone);
  const exim = join(context.folder, 'exim4');
  copyFileSync(programs.exim, exim);
  chmodSync(exim, 0o4755);
  mkdirSync('/etc/exim4', { recursive: true });
  await mustRun(programs.mount, ['-t', 'tmpfs', 'tmpfs', '/etc/exim4']);
  writeFileSync('/etc/exim4/exim4.conf', '');
  const certificates = await makeCertificates(context.folder);
  const certificateFolder = context.folder;
  const counts = { same: 0, all: 0 };
  const waiting = sites.map((site, index) => ({ site, index }));
  const playAll = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const { site, index } = next;
      const place: Place = { folder: join(context.folder, site.name), index, exim, certificates, certificateFolder };
      await compare(context, site, place, counts).catch((error: unknown) =>
        context.test(`${site.name}: itself`, () => Promise.reject(error)),
      );
    }
  };
  await Promise.all([playAll(), playAll()]);
  const share = ((counts.same / counts.all) * 100).toFixed(1);
  context.note(`${counts.same} of ${counts.all} sights are identical: ${share} %`);
}

/** A first look, within seconds. */
const shortened = (site: Site): Site => ({ ...site, steps: site.steps.slice(0, 3), differing: 0 });

async function compare(
  context: Context,
  site: Site,
  place: Place,
  counts: { same: number; all: number },
): Promise<void> {
  const [theirs, ours] = await Promise.all([
    playSite(context, 'exim', site, place),
    playSite(context, 'ours', site, place),
  ]);
  const key = ({ step, what }: Sight): string => `${step}: ${what}`;
  const textOf = (sights: readonly Sight[], one: string): string =>
    sights
      .filter((sight) => key(sight) === one)
      .map(({ text }) => text)
      .join('\n--\n');
  const keys = [...new Set([...theirs, ...ours].map(key))];
  const different = keys.filter((one) => textOf(theirs, one) !== textOf(ours, one));
  for (const one of different)
    context.note(`${site.name}: ${one}${difference(textOf(theirs, one), textOf(ours, one))}`);
  counts.all += keys.length;
  counts.same += keys.length - different.length;
  const { differing = 0 } = site;
  await context.test(`${site.name}: ${keys.length} sights, of which ${differing} may differ`, () => {
    if (different.length > differing) throw new Error(`${different.length} differ: ${different.join(', ')}`);
  });
}

function difference(left: string, right: string): string {
  const [theirs, ours] = [left.split('\n'), right.split('\n')];
  const only = (some: readonly string[], others: readonly string[]): string[] => {
    const rest = [...others];
    return some.filter((line) => {
      const at = rest.indexOf(line);
      if (at >= 0) rest.splice(at, 1);
      return at < 0;
    });
  };
  const minus = only(theirs, ours).map((line) => `    exim| ${line}`);
  const plus = only(ours, theirs).map((line) => `    ours| ${line}`);
  if (minus.length + plus.length === 0) return `order differs\n${left}\n--- ours\n${right}`;
  return ['', ...minus, ...plus].join('\n');
}
