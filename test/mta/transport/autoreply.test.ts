/** autoreply: what is sent, to whom, and to whom not. */
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deliverTest, MESSAGE, type TransportCase } from '../../support/transport.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'autoreply-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const deliver = (options: string, more: Partial<TransportCase> = {}) =>
  deliverTest({
    transports: `reply:\n driver = autoreply\n${options
      .split('\n')
      .map((line) => ` ${line.replaceAll('%/', `${folder}/`)}\n`)
      .join('')}`,
    ...more,
  });
const TO = 'to = $sender_address';

describe('a reply', () => {
  it('has its fields in their order, text and file behind them, and Bcc for who takes it in', async () => {
    writeFileSync(join(folder, 'file'), 'I am $local_part\n${nosuch:x}\nlast');
    const { outcome, submitted } = await deliver(
      `${TO}\ncc = cat@example.net\nbcc = hid@example.net\nfrom = Bob <bob@example.com>\nreply_to = x@example.com\nsubject = Re: $h_subject:\ntext = Hello\nheaders = X-A: 1\\nX-B: 2\nfile = %/file\nfile_expand`.replace(
        'headers = X-A: 1\\nX-B: 2',
        'headers = "X-A: 1\\nX-B: 2"',
      ),
      { message: MESSAGE.replace('Subject', 'Message-Id: <a@b>\nReferences: <1@b>\n <2@b>\nSubject') },
    );
    expect(outcome.status).toBe('delivered');
    expect(submitted).toEqual([
      {
        sender: '',
        recipients: [], // those of its header
        text: 'From: Bob <bob@example.com>\nReply-To: x@example.com\nTo: ann@example.org\nCc: cat@example.net\nBcc: hid@example.net\nSubject: Re: hello\nIn-Reply-To: <a@b>\nReferences: <1@b> <2@b> <a@b>\nAuto-Submitted: auto-replied\nX-A: 1\nX-B: 2\n\nHello\nI am bob\n${nosuch:x}\nlast',
      },
    ]);
  });

  it('returns what it answers, as much as is allowed', async () => {
    const whole = await deliver(`${TO}\nreturn_message`);
    expect(whole.submitted[0]!.text.split('the headers.\n\n')[1]).toBe(MESSAGE);
    const message = `${MESSAGE}${'x'.repeat(99)}\n`.repeat(1).concat(`${'y'.repeat(99)}\n`.repeat(300));
    const cut = await deliver(`${TO}\nreturn_message`, { message, main: 'bounce_return_size_limit = 1K' });
    expect(cut.submitted[0]!.text).toMatch(
      /The body of the message is \d+ characters long; only the first\n------ 8000 or so/,
    );
    expect(cut.submitted[0]!.text.length).toBeLessThan(2000);
  });

  it.each([
    ['Auto-Submitted: auto-replied', 0],
    ['Auto-Submitted: no', 1],
    ['Precedence: bulk', 0],
    ['Precedence: first-class', 1],
  ])('to a message with %s: %i', async (field, count) => {
    const { submitted, outcome, log } = await deliver(TO, { message: MESSAGE.replace('Subject', `${field}\nSubject`) });
    expect(submitted).toHaveLength(count);
    expect(outcome.status).toBe('delivered');
    expect(log).toHaveLength(1 - count);
  });

  it('is made where the sender is nobody, and not for who is never to get mail', async () => {
    expect((await deliver(TO, { sender: '' })).submitted).toHaveLength(1);
    const never = await deliver(`to = Ann <ann@example.org>, cat@example.net\nnever_mail = *@example.org`);
    expect(never.submitted[0]!.text).toMatch(/^To: {2}cat@example\.net$/m);
    const none = await deliver(`${TO}\nnever_mail = *@example.org`);
    expect([none.outcome.status, none.submitted]).toEqual(['delivered', []]);
  });

  it.each(['', 'once_file_size = 1K\n'])('once (%s): one each, and again after once_repeat', async (size) => {
    const options = `${TO}\n${size}once = %/once\nlog = %/log\nmode = 0640`;
    expect((await deliver(options)).submitted).toHaveLength(1);
    expect((await deliver(options)).submitted).toHaveLength(0);
    expect((await deliver(options, { sender: 'other@example.org' })).submitted).toHaveLength(1);
    expect(readFileSync(join(folder, 'log'), 'latin1')).toMatch(
      /^\S+ \S+\n {2}To: ann@example\.org\n\S+ \S+\n {2}previously sent to ann@example\.org\n\S+ \S+\n {2}To: other@example\.org\n$/,
    );
    expect((await deliver(`${options}\nonce_repeat = 1d`)).submitted).toHaveLength(0);
    const entries = readFileSync(join(folder, 'once'));
    entries.writeBigInt64LE(1000n, 0);
    writeFileSync(join(folder, 'once'), entries);
    expect((await deliver(`${options}\nonce_repeat = 1d`)).submitted).toHaveLength(1);
    expect(statSync(join(folder, 'once')).size).toBe(entries.length);
  });

  it('once_file_size forgets the oldest', async () => {
    const options = `${TO}\nonce_file_size = 50\nonce = %/once`;
    for (const sender of ['a@example.org', 'b@example.org', 'c@example.org']) await deliver(options, { sender });
    const text = readFileSync(join(folder, 'once'), 'latin1');
    expect(text.includes('a@example.org')).toBe(false);
    expect(text).toContain('b@example.org');
    expect(statSync(join(folder, 'once')).size).toBeLessThanOrEqual(50);
  });

  it.each([
    [
      'subject = a\x01b',
      { status: 'failed', text: 'Expansion of "a\x01b" in reply transport contains non-printing character 1' },
    ],
    [
      'text = ${nosuch:x}',
      {
        status: 'failed',
        text: 'Expansion of "${nosuch:x}" failed in reply transport: unknown expansion operator "nosuch"',
      },
    ],
    [
      'once_repeat = soon\nonce = %/o',
      { status: 'failed', text: 'Invalid time value "soon" for "once_repeat" in reply transport' },
    ],
    [
      'file = /no/such',
      {
        status: 'deferred',
        text: 'Failed to open file /no/such when sending message from reply transport: No such file or directory',
      },
    ],
    [
      'once = /tmp/$local_part',
      { status: 'deferred', errno: 13, text: "Tainted '/tmp/bob' (once file for reply transport) not permitted" },
    ],
  ])('%s', async (option, expected) => {
    const { outcome, submitted } = await deliver(`${TO}\n${option}`);
    expect(outcome).toMatchObject(expected);
    expect(submitted).toEqual([]);
  });

  it('a file that need not be there', async () => {
    expect((await deliver(`${TO}\nfile = /no/such\nfile_optional`)).submitted).toHaveLength(1);
    expect(existsSync('/no/such')).toBe(false);
  });
});

describe('queuefile', () => {
  const queue = (directory: string) =>
    deliverTest({ transports: `q:\n driver = queuefile\n directory = ${directory}\n` });

  it('copies what is in the queue, and does not write over it', async () => {
    expect((await queue(folder)).outcome.status).toBe('delivered');
    const id = '1abcde-000001-23';
    expect(readFileSync(join(folder, `${id}-D`), 'latin1')).toBe(`${id}-D\n${MESSAGE.split('\n\n')[1]}`);
    expect(readFileSync(join(folder, `${id}-H`), 'latin1')).toMatch(new RegExp(`^${id}-H\n`));
    expect((statSync(join(folder, `${id}-H`)).mode & 0o777).toString(8)).toBe('640');
    expect((await queue(folder)).outcome).toMatchObject({
      status: 'deferred',
      errno: 17,
      text: `q transport opening file: ${folder}/${id}-H failed with error: File exists`,
    });
    expect((await queue('/no/such')).outcome).toMatchObject({
      panic: true,
      text: 'q transport accessing directory: /no/such failed with error: No such file or directory',
    });
  });
});
