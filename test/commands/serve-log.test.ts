/** What `serve` promises on the strength of its log, and what a message's own log has. */
import { readFileSync, renameSync, symlinkSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { openSpool } from '../../src/mta/spool/index.ts';
import { mxray } from '../support/cli.ts';
import { deliver, type Serving, startServing, talk } from '../support/mta/serve-process.ts';

let serving: Serving | undefined;
afterEach(async () => {
  if (serving?.child.exitCode === null) await serving.stop('SIGKILL');
  serving = undefined;
});

const start = async (more = ''): Promise<Serving> => {
  serving = await startServing(more, ['--workers', '1']);
  return serving;
};

const lastReply = async ({ ports }: Serving): Promise<string> => (await deliver(ports[0]!)).at(-1) ?? '';

describe('serve and its log', () => {
  it('puts mail off that it cannot log, and takes it again when it can', async () => {
    const running = await start();
    expect(await lastReply(running)).toMatch(/^250 OK id=/);
    const file = join(running.folder, 'spool/log/mainlog');
    renameSync(file, `${file}.1`);
    symlinkSync('/dev/full', file);
    expect(await lastReply(running)).toBe('452 Space shortage, please try later');
    unlinkSync(file);
    expect(await lastReply(running)).toMatch(/^250 OK id=/);
    const arrivals = (path: string): number => readFileSync(path, 'latin1').match(/ <= /g)?.length ?? 0;
    expect([arrivals(`${file}.1`), arrivals(file)]).toEqual([1, 1]);
    await running.until(() => readFileSync(file, 'latin1').includes('lines for the logs could not be written'));
    const listed = await mxray(['queue', 'list', '-C', join(running.folder, 'conf'), '--json']);
    expect(JSON.parse(listed.out).data.messages).toHaveLength(2);
  });

  it('takes no mail while there is too little room for logs', async () => {
    const { ports } = await start('check_log_space = 900000000M\n');
    const client = await talk(ports[0]!);
    await client.say();
    await client.say('EHLO client.test');
    expect(await client.say('MAIL FROM:<a@b.test>')).toBe('452 Space shortage, please try later');
    client.socket.destroy();
  });

  it('writes the same facts as JSON, and a log for each message', async () => {
    const running = await start('log_json = FOLDER/events.jsonl\n');
    const [, id = ''] = /^250 OK id=(\S+)$/.exec(await lastReply(running)) ?? [];
    const events = readFileSync(join(running.folder, 'events.jsonl'), 'utf8').trim().split('\n');
    const arrival = events.map((line) => JSON.parse(line)).find(({ event }) => event === 'arrival');
    expect(arrival).toMatchObject({ id, logs: ['main'], facts: { sender: 'a@b.test' } });
    const spool = await openSpool({ directory: join(running.folder, 'spool') });
    if (!spool.ok) throw new Error(spool.error.message);
    expect(await spool.value.messageLog(id)).toMatch(/^[-\d]+ [:\d]+ Received from a@b\.test H=\(client\.test\) .*\n$/);
    await spool.value.close();
  });
});
