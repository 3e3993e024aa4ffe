/**
 * Whole configurations, as people run them, under a live Exim and a live `mxray serve`: the same users, clients and
 * next hops, and at each step what was answered, logged, delivered, passed on and printed.
 */
import { chmodSync, copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mustRun } from '../../framework/command.ts';
import { a, mx, NameServer, type Zone } from '../../framework/name-server.ts';
import type { Context, Suite } from '../../framework/types.ts';
import { programs } from '../../peers/programs.ts';
import { KINDS, type Kind, netOf, type Place, playSite, type Sight, zoneName } from './side.ts';
import { SITES } from './sites/registry.ts';
import type { Site } from './types.ts';

export const suite: Suite = {
  name: 'whole-configurations',
  proves: 'a configuration that somebody runs under Exim does the same under serve',
  run,
};

async function run(context: Context): Promise<void> {
  const sites = context.full ? SITES : [shortened(SITES.find(({ name }) => name === 'names')!)];
  const zones = sites.flatMap((_, index) => KINDS.map((kind) => zoneOf(index, kind)));
  await NameServer.start(context, Object.assign({}, ...zones) as Zone);
  const exim = join(context.folder, 'exim4');
  copyFileSync(programs.exim, exim);
  chmodSync(exim, 0o4755);
  mkdirSync('/etc/exim4', { recursive: true });
  await mustRun(programs.mount, ['-t', 'tmpfs', 'tmpfs', '/etc/exim4']);
  writeFileSync('/etc/exim4/exim4.conf', '');
  const credentials = await makeCredentials(context.folder);
  const counts = { same: 0, all: 0 };
  const waiting = sites.map((site, index) => ({ site, index }));
  const playAll = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const { site, index } = next;
      const place: Place = { folder: join(context.folder, site.name), index, exim, credentials };
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

function zoneOf(index: number, kind: Kind): Zone {
  const [net, zone] = [netOf(index, kind), zoneName(index, kind)];
  const hosts = ['plain', 'modern', 'secure', 'lmtp', 'busy', 'closed'];
  return {
    ...Object.fromEntries(hosts.map((name, at) => [`${name}.${zone}`, [a(`${net}.${10 + at}`)]])),
    [`dead.${zone}`]: [a(`${net}.9`)],
    [`self.${zone}`]: [a(`${net}.1`)],
    [`mail.${zone}`]: [mx(10, `plain.${zone}`)],
    [`new.${zone}`]: [mx(10, `modern.${zone}`)],
    [`two.${zone}`]: [mx(10, `dead.${zone}`), mx(20, `modern.${zone}`)],
    [`loop.${zone}`]: [mx(10, `self.${zone}`)],
    [`null.${zone}`]: [mx(0, '')],
    [`gone.${zone}`]: [mx(10, `nowhere.${zone}`)],
    [`down.${zone}`]: [mx(10, `dead.${zone}`)],
    [`busymail.${zone}`]: [mx(10, `busy.${zone}`)],
    [`closedmail.${zone}`]: [mx(10, `closed.${zone}`)],
    [`backup.${zone}`]: [mx(10, `plain.${zone}`), mx(20, `self.${zone}`)],
    'client.example': [mx(10, 'outside.example')],
    'public.example': [mx(10, 'outside.example')],
    'outside.example': [a('127.99.0.1')],
  };
}

async function makeCredentials(folder: string): Promise<Place['credentials']> {
  const [key, cert] = ['key.pem', 'cert.pem'].map((name) => join(folder, name)) as [string, string];
  await mustRun(programs.openssl, [
    ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', cert, '-days', '30'],
    ...['-subj', '/CN=mx.example.org', '-addext', 'subjectAltName=DNS:mx.example.org,DNS:hop.example'],
  ]);
  chmodSync(key, 0o644);
  writeFileSync(join(folder, 'both.pem'), readFileSync(cert, 'latin1') + readFileSync(key, 'latin1'));
  chmodSync(join(folder, 'both.pem'), 0o644);
  return { cert: readFileSync(cert, 'latin1'), key: readFileSync(key, 'latin1') };
}
