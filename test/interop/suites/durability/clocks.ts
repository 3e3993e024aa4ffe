/** A wall clock that jumps by hours and days, either way, under load and between restarts: a shim moves it for the server alone. */
import { deepStrictEqual, ok } from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { mustRun } from '../../framework/command.ts';
import { sequence } from '../../framework/known-message.ts';
import { Load } from '../../framework/load.ts';
import { MailServer } from '../../framework/mail-server.ts';
import { startHop } from '../../framework/scripted-hop.ts';
import type { Context } from '../../framework/types.ts';
import { until } from '../../framework/until.ts';
import { orphans, verifySpool } from './verify.ts';

const PORT = 2713;
const HOP_PORT = 2714;
const HOUR = 3600;
const JUMPS = [2, -3, 30, -26, 0, 400, -400, 1 / 3600, -1 / 3600].map((hours) => hours * HOUR);

export async function tryClocks(context: Context): Promise<void> {
  const shim = join(context.folder, 'clock.so');
  await mustRun('cc', ['-shared', '-fPIC', '-O2', '-o', shim, join(import.meta.dirname, 'clock.c')]);
  await context.test(
    'a clock that jumps by hours under load and between starts: ids are given once, nothing is lost',
    () => jump(context, shim),
  );
  await context.test('a clock set back by hours: what waits is tried again all the same, and is not given up', () =>
    setBack(context, shim),
  );
}

class Clock {
  readonly env: Readonly<Record<string, string>>;
  private readonly file: string;

  constructor(context: Context, shim: string, name: string) {
    this.file = join(context.folder, `${name}.clock`);
    this.env = { LD_PRELOAD: shim, CLOCK_FILE: this.file };
    this.move(0);
  }

  move(seconds: number): void {
    writeFileSync(this.file, String(seconds));
  }
}

async function jump(context: Context, shim: string): Promise<void> {
  const clock = new Clock(context, shim, 'jumping');
  const server = new MailServer({ folder: join(context.folder, 'jumping'), port: PORT, env: clock.env });
  const load = new Load({ port: PORT, clients: 4, random: sequence(47), name: 'clock' });
  const more = async (): Promise<void> => {
    const before = load.taken.length;
    await until(() => load.taken.length > before + 20, `nothing is taken any more: ${server.said}`);
  };
  try {
    await server.start();
    const { workers } = server.processes();
    for (const seconds of JUMPS) {
      await more();
      clock.move(seconds);
    }
    await more();
    deepStrictEqual(server.processes().workers, workers, 'a worker was started again');
    for (const seconds of JUMPS) {
      process.kill(server.processes().workers[0]!, 'SIGKILL');
      clock.move(seconds);
      await more();
    }
    for (const seconds of [-2 * HOUR, 5 * HOUR, 0]) {
      await server.stop(seconds > 0 ? 'SIGKILL' : 'SIGTERM');
      clock.move(seconds);
      await server.start();
      await more();
    }
  } finally {
    await load.end();
    await server.stop();
  }
  deepStrictEqual(
    [...load.refused.keys()].filter((said) => !/^4/.test(said)),
    [],
  );
  const spool = await server.openSpool();
  const { faults } = await verifySpool(spool, load.taken, new Set());
  const left = await orphans(spool, server.spool);
  await spool.close();
  deepStrictEqual({ faults, left }, { faults: [], left: [] });
}

const CONFIGURATION = `queue_run_interval = 1s
begin routers
hop:
  driver = manualroute
  route_list = * 127.0.0.1::${HOP_PORT} byname
  self = send
  transport = hop
begin transports
hop:
  driver = smtp
  allow_localhost
  hosts_avoid_tls = *
begin retry
* * F,2d,3s
`;

async function setBack(context: Context, shim: string): Promise<void> {
  const clock = new Clock(context, shim, 'back');
  const folder = join(context.folder, 'back');
  const server = new MailServer({ folder, port: PORT, env: clock.env, delivers: true, more: CONFIGURATION });
  const load = new Load({
    port: PORT,
    clients: 2,
    random: sequence(49),
    name: 'back',
    octets: () => 1000,
    pauseMs: () => 100,
  });
  try {
    await server.start();
    await until(() => load.taken.length > 10, 'nothing is taken');
    await load.end();
    const waits = (): boolean => load.taken.every(({ id }) => server.log().includes(`${id} == `));
    await until(waits, 'not all have been tried');
    for (const seconds of [-5 * HOUR, 20 * HOUR, 19 * HOUR]) {
      const before = server.log().length;
      clock.move(seconds);
      await until(
        () => / == .*Connection refused/.test(server.log().slice(before)),
        `nothing is tried after ${seconds}`,
      );
    }
    ok(!/ \*\* /.test(server.log()), 'something was given up');
    const hop = await startHop(HOP_PORT);
    context.atEnd(hop.close);
    const isDone = (): boolean => load.taken.every(({ id }) => server.log().includes(`${id} Completed`));
    await until(isDone, 'not all are delivered');
    await sleep(500);
    const delivered = server.log().match(/ => /g)?.length;
    deepStrictEqual(delivered, load.taken.length, 'something was delivered twice');
  } finally {
    await load.end();
    await server.stop();
  }
}
