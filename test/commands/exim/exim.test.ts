/** What Exim 4.96 answers to the same flags on the same messages, but for the longer ids. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSpool, type Spool } from '../../../src/mta/spool/index.ts';
import { claimed, store, value } from '../../mta/spool/contract/world.ts';
import { mxray } from '../../support/cli.ts';

const [FIRST, SECOND] = ['1xWLVV-00000002IQ0-0001', '1xWLVW-00000002IQ0-0002'] as const;
const GONE = '19dJ4L-0006mw-Hx';

describe('exim', () => {
  const folder = mkdtempSync(join(tmpdir(), 'mxray-exim-'));
  const config = join(folder, 'exim.conf');
  const directory = join(folder, 'spool');
  const open = async (): Promise<Spool> => value(await openSpool({ directory }));

  beforeAll(async () => {
    writeFileSync(config, `spool_directory = ${directory}\n`);
    const spool = await open();
    const headers = [
      { letter: 'P', text: 'Received: from a\r\n\tby b\r\n' },
      { letter: '*', text: 'Gone: x\r\n' },
      { letter: ' ', text: 'Subject: one\r\n' },
    ] as const;
    const recipients = [{ address: 'b@y.example' }, { address: 'c@y.example' }];
    const receivedAtMs = Date.now();
    await store(spool, FIRST, 'hello\r\nbody\r\n', {
      headers,
      recipients,
      sender: 'a@x.example',
      receivedAtMs,
      body: { lineCount: 2, wireFormat: true },
    });
    await store(spool, SECOND, 'x\r\n', { headers: [], recipients: recipients.slice(0, 1), sender: '', receivedAtMs });
    await spool.close();
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const exim = async (...words: string[]): Promise<readonly [status: number, out: string, complaint: string]> => {
    const { out, complaint, status } = await mxray(['exim', '-C', config, ...words]);
    return [status, out.replace(/^ *\d+m /gm, ' 0m '), complaint]; // a loaded machine takes minutes
  };

  it('moves a message to another queue, and is asked for that one by -qG', async () => {
    expect(await exim('-MG', 'sales', FIRST)).toEqual([0, `Message ${FIRST} \n`, '']);
    expect(await exim('-bpi')).toEqual([0, `${SECOND}\n`, '']);
    expect(await exim('-bpc')).toEqual([0, '1\n', '']);
    expect(await exim('-qGsales', '-bpi')).toEqual([0, `${FIRST}\n`, '']);
    expect(await exim('-MG', 'other', FIRST)).toEqual([1, `Spool data file for ${FIRST} does not exist\n\n`, '']);
    expect(await exim('-MG', 'sales')).toEqual([1, '', 'exim: no message ids given after -MG option\n']);
    expect(await exim('-qGsales', '-MG', '', FIRST)).toEqual([0, `Message ${FIRST} \n`, '']);
    const log = readFileSync(join(directory, 'log', 'mainlog'), 'latin1');
    expect(log).toContain(` ${FIRST} moved from input, msglog to (sales) input, msglog\n`);
    expect(log).toContain(` ${FIRST} moved from (sales) input, msglog to input, msglog\n`);
  });

  it('expands strings for a message in a file', async () => {
    const file = join(folder, 'message');
    writeFileSync(file, 'From a@x.example Fri Nov 27 10:00:00 2026\nSubject: one\n\nhello\n');
    const line = 'Sender taken from "From " line\n';
    expect(await exim('-bem', file, '$h_subject:|$sender_address|$message_body')).toEqual([
      0,
      `${line}one|a@x.example|hello \n`,
      '',
    ]);
    const missing = join(folder, 'missing');
    expect(await exim('-bem', missing, 'x')).toEqual([
      1,
      '',
      `exim: failed to open ${missing}: No such file or directory\n`,
    ]);
    const [status, out, complaint] = await exim('-bem', '/dev/zero', 'x');
    expect([status, out]).toEqual([1, '']);
    expect(complaint).toMatch(/^exim: \/dev\/zero is larger than \d+ octets$/m);
  });

  it('expands strings for a message of the queue', async () => {
    const asked = '<$sender_address> $recipients|$h_subject:|$message_body|$message_body_size|$acl_m_x';
    expect(await exim('-Mset', FIRST, '-be', asked)).toEqual([
      0,
      '<a@x.example> b@y.example, c@y.example|one|hello body |11|\n',
      '',
    ]);
    const [status, out, complaint] = await exim('-be', '-Mset', GONE, '<$sender_address> $h_subject:$message_exim_id');
    expect([status, out]).toEqual([
      0,
      `Failed to load message datafile ${GONE}\nFailed to load message ${GONE}\n<> ${GONE}\n`,
    ]);
    expect(complaint).toMatch(/^\d{4}(?:-\d\d){2} [\d:]{8} Spool file 19dJ4L-0006mw-Hx-D not found\n$/);
  });

  it('lists the queue', async () => {
    expect(await exim('-bpc')).toEqual([0, '2\n', '']);
    expect(await exim('-bpi')).toEqual([0, `${FIRST}\n${SECOND}\n`, '']);
    expect(await exim('-bp', FIRST)).toEqual([
      0,
      ` 0m    48 ${FIRST} <a@x.example>\n          b@y.example\n          c@y.example\n\n`,
      '',
    ]);
  });

  it('freezes and thaws', async () => {
    expect(await exim('-Mf', FIRST, SECOND)).toEqual([
      0,
      `Message ${FIRST} is now frozen\nMessage ${SECOND} is now frozen\n`,
      '',
    ]);
    expect(await exim('-Mf', FIRST)).toEqual([1, `Message ${FIRST} is already frozen\n`, '']);
    expect(await exim('-Mt', FIRST, GONE)).toEqual([
      1,
      `Message ${FIRST} is no longer frozen\nSpool data file for ${GONE} does not exist\n`,
      '',
    ]);
    expect(await exim('-Mt', FIRST)).toEqual([1, `Message ${FIRST} is not frozen\n`, '']);
  });

  it('shows header and body as files have them', async () => {
    expect(await exim('-Mvb', FIRST)).toEqual([0, `${FIRST}-D\nhello\nbody\n`, '']);
    expect(await exim('-Mvc', FIRST)).toEqual([0, 'Received: from a\n\tby b\nSubject: one\n\nhello\nbody\n', '']);
    const [status, header] = await exim('-Mvh', FIRST);
    expect(status).toBe(0);
    expect(header.startsWith(`${FIRST}-H\nmail 8 8\n<a@x.example>\n`)).toBe(true);
    expect(
      header.endsWith(
        'XX\n2\nb@y.example\nc@y.example\n\n023P Received: from a\n\tby b\n008* Gone: x\n013  Subject: one\n',
      ),
    ).toBe(true);
    expect(await exim('-Mvh', GONE)).toEqual([
      1,
      `Failed to open input file for ${GONE}-H: No such file or directory\n`,
      '',
    ]);
    expect(await exim('-Mvb', FIRST, SECOND)).toEqual([1, '*** Only one message can be listed at once\n', '']);
  });

  it('changes sender and recipients, and says what is wrong with an address', async () => {
    const modified = [0, `Message ${FIRST} has been modified\n`, ''];
    expect(await exim('-Mes', FIRST, '<>')).toEqual(modified);
    expect(await exim('-Mar', FIRST, 'e@y.example')).toEqual(modified);
    expect(await exim('-Mmd', FIRST, 'b@y.example')).toEqual(modified);
    expect(await exim('-Mar', FIRST, 'f')).toEqual([
      1,
      `Message ${FIRST} - error while adding recipient:\n  bad address f: domain missing\n`,
      '',
    ]);
    expect(await exim('-Mes', FIRST)).toEqual([
      1,
      `Message ${FIRST} - error while editing sender: no address given\n`,
      '',
    ]);
    expect(await exim('-Mmd', FIRST, 'z@z')).toEqual([
      1,
      `Message ${FIRST} - error while marking as delivered:\n  z@z is not a recipient: message not updated\n`,
      '',
    ]);
    expect(await exim('-Mmad', SECOND)).toEqual([0, `Message ${SECOND} has been modified\n\n`, '']);
    expect((await exim('-bpu'))[1]).toBe(
      ` 0m    48 ${FIRST} <>\n          c@y.example\n          e@y.example\n\n 0m     3 ${SECOND} <> *** frozen ***\n\n`,
    );
  });

  it('leaves a message alone that another is at work on', async () => {
    const spool = await open();
    const claim = await claimed(spool, FIRST);
    expect(await exim('-Mrm', FIRST)).toEqual([1, `Message ${FIRST} is locked\n`, '']);
    await claim.release();
    await spool.close();
  });

  it('removes, makes sure, and has it in the log', async () => {
    expect(await exim('-Mrm', SECOND)).toEqual([0, `Message ${SECOND} has been removed\n`, '']);
    const [status, out] = await exim('-Mrm', SECOND);
    expect(status).toBe(1);
    expect(out.split('\n').at(-2)).toBe(`Message ${SECOND} has been removed or did not exist`);
    const log = readFileSync(join(directory, 'log', 'mainlog'), 'latin1')
      .replace(/^\S+ \S+ /gm, '')
      .replace(/ by .*/g, ' by');
    expect(log.split('\n').filter((line) => line.startsWith(SECOND))).toEqual([
      `${SECOND} frozen by`,
      `${SECOND} address <b@y.example> marked delivered by`,
      `${SECOND} removed by`,
      `${SECOND} Completed`,
      `${SECOND} Spool file ${SECOND}-D not found`,
    ]);
  });

  it('expands, shows options, tells where an address goes', async () => {
    expect(await exim('-be', '${uc:a}', '${if')).toEqual([0, 'A\nFailed: condition name expected, but found ""\n', '']);
    expect(await exim('-bP', 'spool_directory')).toEqual([0, `spool_directory = ${directory}\n`, '']);
    expect(await exim('-n', '-bP', 'spool_directory')).toEqual([0, `${directory}\n`, '']);
    expect(await exim('-bt', 'a@b.example')).toEqual([2, 'a@b.example is undeliverable: Unrouteable address\n', '']);
  });

  it('expands lines of standard input, each behind the prompt that Exim writes into pipes as well', async () => {
    const { out } = await mxray(['exim', '-C', config, '-be'], {}, '${uc:a}\n\n${if');
    expect(out).toBe('> A\n> \n> Failed: condition name expected, but found ""\n> \n');
  });

  it.each([
    [['-Mf'], 'exim: no message ids given after -Mf option\n'],
    [['-Mf', 'x'], 'exim: malformed message id x after -Mf option\n'],
    [['-Mzz'], 'exim abandoned: unknown, malformed, or incomplete option -Mzz\n'],
    [['-zz'], 'exim abandoned: unknown, malformed, or incomplete option -zz\n'],
    [['-bpx'], 'exim abandoned: unknown, malformed, or incomplete option -bpx\n'],
    [['-bh', '192.0.2.1'], 'exim: option -bh is mxray session --from IP here\n'],
  ])('refuses %j in a sentence', async (words, complaint) => {
    expect(await exim(...words)).toEqual([1, '', complaint]);
  });
});
