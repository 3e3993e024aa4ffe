/** A spool that Exim wrote and one it was taken over into, with one configuration; and what either program does when it is called. */
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mustRun, run } from '../../../framework/command.ts';
import type { Context } from '../../../framework/types.ts';
import { until } from '../../../framework/until.ts';
import { programs } from '../../../peers/programs.ts';
import { comparable } from './comparable.ts';
import type { Call, Group, MessageName } from './types.ts';

const RUN = join(import.meta.dirname, '../../../../../bin/run.js');

export type Kind = 'exim' | 'ours';

export interface World {
  /** Output, complaint, status, and lines logged, in one text. */
  said(kind: Kind, call: Call): Promise<string>;
  end(): Promise<void>;
}

/** Words of exim behind `-odq`: who sends, and to whom. */
const MESSAGES: Readonly<Record<MessageName, readonly string[]>> = {
  plain: ['-f', 'ann@x.example', 'box@y.example'],
  two: ['-f', 'bob@x.example', 'box@y.example', 'later2@y.example'],
  null: ['-f', '<>', 'later@y.example'],
  frozen: ['-f', 'Carl@X.example', 'box@y.example'],
  later: ['-f', 'ann@x.example', 'later@z.example', 'more.later@y.example'],
  fails: ['-f', 'box@y.example', 'fail@y.example'],
  slow: ['-f', 'ann@x.example', 'slow@y.example'],
  held: ['-f', 'ann@x.example', 'x@queued.example', 'y@held.example'],
  spare: ['-f', 'dora@w.example', 'box@y.example'],
};

export async function createWorld(context: Context, group: Group, place: number): Promise<World> {
  const folder = join(context.folder, `calls-${place}`);
  const folders: Record<Kind, string> = { exim: join(folder, 'exim'), ours: join(folder, 'ours') };
  for (const path of [folder, ...Object.values(folders)]) {
    mkdirSync(path, { recursive: true });
    chmodSync(path, 0o755);
    mkdirSync(join(path, 'box'));
    chmodSync(join(path, 'box'), 0o777);
  }
  await mustRun('chown', ['Debian-exim:Debian-exim', folders.exim, folders.ours]);
  for (const path of Object.values(folders)) writeConfigurations(path);
  const ids = await fill(folders.exim);
  await mustRun(process.execPath, [RUN, 'queue', 'import', folders.exim, '-C', join(folders.ours, 'shut.conf')]);
  await mustRun('chown', ['-R', 'Debian-exim:Debian-exim', folders.ours]);
  const world = worldOver(folders, ids);
  if (group.isLocked === true) await Promise.all([world.lock('exim'), world.lock('ours')]);
  return world;
}

async function fill(folder: string): Promise<ReadonlyMap<string, string>> {
  const ids = new Map([
    ['gone', '19dJ4L-0006mw-Hx'],
    ['bad', '19dJ4L-0006mw-H'],
  ]);
  const known = new Set<string>();
  for (const [name, words] of Object.entries(MESSAGES)) {
    await mustRun(programs.exim, ['-C', join(folder, 'shut.conf'), '-odq', ...words], {
      input: `Subject: ${name}\n\nof ${name}\n`,
    });
    const listed = await mustRun(programs.exim, ['-C', join(folder, 'shut.conf'), '-bpr']);
    const id = listed.match(/\b\w{6}-\w{6}-\w\w\b/g)!.find((found) => !known.has(found))!;
    known.add(id);
    ids.set(name, id);
  }
  await mustRun(programs.exim, ['-C', join(folder, 'shut.conf'), '-Mf', ids.get('frozen')!]);
  return ids;
}

function worldOver(
  folders: Readonly<Record<Kind, string>>,
  ids: ReadonlyMap<string, string>,
): World & { lock(kind: Kind): Promise<void> } {
  const begun: Promise<unknown>[] = [];
  const start = (kind: Kind, { words, as, isOpen, input }: Call) => {
    const given = ['-C', join(folders[kind], isOpen === true ? 'open.conf' : 'shut.conf')];
    const named = words.map((word) => (word.startsWith('@') ? (ids.get(word.slice(1)) ?? word) : word));
    const [program, ...before] = kind === 'exim' ? [programs.exim] : [process.execPath, RUN, 'exim'];
    const command = [...(as === undefined ? [] : ['runuser', '-u', as, '--']), program!, ...before, ...given, ...named];
    return run(command[0]!, command.slice(1), {
      env: { MXRAY_NO_CODE_CACHE: '1' },
      timeoutMs: words.includes('@slow') ? SLOW_MS : PATIENCE_MS,
      ...(input !== undefined && { input }),
    });
  };
  return {
    said: async (kind, call) => {
      const before = logged(folders[kind]);
      const { status, stderr, stdout } = await start(kind, call);
      const log = LOGS.map((name) => logged(folders[kind])[name]!.slice(before[name]!.length)).join('');
      const form = (text: string): string => comparable(text, folders[kind], ids);
      const out = call.words.some((word) => UNSORTED.test(word)) ? inOrder(form(stdout), '\n\n') : form(stdout);
      return `${out}${form(stderr)}status ${status}\n${inOrder(form(log), '\n')}`;
    },
    lock: async (kind) => {
      begun.push(start(kind, { words: ['-M', '@slow'] }));
      await until(() => existsSync(join(folders[kind], 'box/started')), `${kind} does not begin to deliver`);
    },
    end: async () => {
      for (const folder of Object.values(folders)) writeFileSync(join(folder, 'box/finish'), '');
      await Promise.all(begun);
    },
  };
}

/** As they lie in the folder. */
const UNSORTED = /^-bpr/;
/** Addresses of a message are told of in any order. */
const inOrder = (text: string, between: string): string => text.split(between).toSorted().join(between);

const PATIENCE_MS = 60_000;
/** As long as the suite may take. */
const SLOW_MS = 1_200_000;
const LOGS = ['mainlog', 'paniclog', 'rejectlog'] as const;

const logged = (folder: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    LOGS.map((name) => {
      const path = join(folder, name);
      return [name, existsSync(path) ? readFileSync(path, 'latin1') : ''];
    }),
  );

function writeConfigurations(folder: string): void {
  for (const [name, options] of Object.entries(RIGHTS)) {
    const file = join(folder, `${name}.conf`);
    writeFileSync(file, `${options}${configuration(folder)}`);
    chmodSync(file, 0o644);
  }
}

const RIGHTS = { shut: '', open: 'prod_requires_admin = false\nqueue_list_requires_admin = false\n' };

const configuration = (folder: string): string => `primary_hostname = h.example
qualify_domain = y.example
spool_directory = ${folder}
log_file_path = ${folder}/%slog
keep_environment =
queue_run_in_order
queue_fast_ramp = false
timezone = UTC
exim_path = ${programs.exim}
queue_domains = queued.example
hold_domains = held.example
delay_warning =
begin routers
fails:
  driver = redirect
  local_parts = fail
  allow_fail
  data = :fail: no such person
later:
  driver = redirect
  local_parts = ^later : more.later
  allow_defer
  data = :defer: come again
slow:
  driver = accept
  local_parts = slow
  transport = slow
box:
  driver = accept
  transport = box
begin transports
box:
  driver = appendfile
  file = ${folder}/box/all
  user = Debian-exim
slow:
  driver = pipe
  command = /bin/sh -c "touch ${folder}/box/started; for n in 1 2 3 4 5 6 7 8 9; do for m in 1 2 3 4 5 6 7 8 9 10; do for k in 1 2 3 4 5 6 7 8 9 10; do test -e ${folder}/box/finish && exit 0; sleep 1; done; done; done"
  user = Debian-exim
begin retry
* * F,2h,15m
`;
