/** `sendmail` as a program: messages of local users, handed to a server. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mxray, RUN } from '../support/cli.ts';
import { type Serving, startServing } from '../support/mta/serve-process.ts';

const ACLS = `
acl_not_smtp = local
begin acl
all:
  accept
local:
  deny condition = \${if match{$h_subject:}{spam}}
       message = no spam here
  accept
`;
let serving: Serving;
beforeAll(async () => {
  serving = await startServing(ACLS);
}, 30_000);
afterAll(() => serving.stop());

const given = (words: readonly string[], input: string) =>
  mxray(['sendmail', '-C', `${serving.folder}/conf`, ...words], {}, input);
const { username } = userInfo();
const lastLine = async (): Promise<string> => {
  const lines = (): string[] => serving.mainLog().trimEnd().split('\n');
  await serving.until(() => lines().some((line) => line.includes(' <= ')));
  return lines().at(-1)!;
};

describe('sendmail', () => {
  it('hands over a message; who the file belongs to is the sender', async () => {
    expect(await given(['bob@example.org'], 'Subject: a\n\nhello\n.\nnot this\n')).toMatchObject({
      status: 0,
      out: '',
    });
    expect(await lastLine()).toMatch(new RegExp(` <= ${username}@serve\\.test U=${username} P=local S=\\d+$`));
  });

  it('hands over a message from a folder that is no more', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'mxray-gone-'));
    const words = [process.execPath, RUN, 'sendmail', '-C', `${serving.folder}/conf`, 'bob@example.org'];
    const script = 'cd "$1" && rmdir "$1" && shift && exec "$@"';
    execFileSync('sh', ['-c', script, 'sh', folder, ...words], { input: 'Subject: a\n\nhello\n' }); // throws unless it is 0
    expect(await lastLine()).toContain(' P=local ');
  });

  it('takes recipients from the header, and Bcc out of it', async () => {
    const text = 'To: A <a@x.example>\nBcc: c@z.example\nSubject: b\n\n.\n';
    expect((await given(['-t', '-i'], text)).status).toBe(0);
    const { out } = await given(['-bp'], '');
    expect(out).toMatch(/a@x\.example\n\s+c@z\.example\n/);
  });

  it('says why a message is refused', async () => {
    expect(await given(['-oep', 'a@b.example'], 'Subject: spam\n\nx\n')).toMatchObject({
      status: 1,
      complaint: 'sendmail: message rejected by non-SMTP ACL: no spam here\n',
    });
    expect((await given(['-oep', '-t'], 'x\n')).complaint).toContain('sendmail: no recipients in message');
    expect((await given(['-z'], '')).complaint).toContain('incomplete option -z');
  });

  it('speaks SMTP on standard input, and takes batches of it', async () => {
    const talk = (end: string, helo: string): string =>
      `${helo}MAIL FROM:<a@b.example>${end}RCPT TO:<c@d.example>${end}DATA${end}Subject: s${end}${end}x${end}.${end}QUIT${end}`;
    const spoken = await given(['-bs'], talk('\r\n', 'EHLO x\r\n'));
    expect(spoken).toMatchObject({
      status: 0,
      out: expect.stringMatching(/^220 serve\.test [\s\S]*250 OK id=\S+\r\n221 /),
    });
    expect(await given(['-bS'], talk('\n', ''))).toMatchObject({ status: 0, out: '' });
    expect((await given(['-bS'], 'MAIL FROM:<a@b.example>\nRCPT TO\nQUIT\n')).status).toBe(2);
  });

  it('is taken in without a server by who may write to the spool', async () => {
    const spool = `exim_user = nobody\nspool_directory = ${serving.folder}/alone\nqualify_domain = q.test\nqueue_only\n`;
    writeFileSync(`${serving.folder}/other`, spool);
    const words = ['sendmail', '-C', `${serving.folder}/other`];
    expect(await mxray([...words, 'a@b.example'], {}, 'x\n')).toMatchObject({ status: 0, out: '', complaint: '' });
    expect((await mxray([...words, '-bp'], {})).out).toContain('a@b.example');
  });

  it.each([
    ['../conf', 'that is no name of a submission'],
    ['0'.repeat(32), 'it cannot be opened: ENOENT'],
    ['1'.repeat(32), 'it cannot be opened: ELOOP'],
    ['2'.repeat(32), 'its first line is no JSON'],
  ])('no other file is read: %s', async (name, says) => {
    const folder = `${serving.folder}/spool/submit`;
    if (name.startsWith('1')) symlinkSync('/etc/passwd', `${folder}/${name}`);
    if (name.startsWith('2')) writeFileSync(`${folder}/${name}`, 'x\n');
    const socket = connect(`${folder}/submit.socket`);
    let said = '';
    socket.on('data', (octets) => {
      said += octets.toString();
    });
    socket.write(`${name}\n`);
    await new Promise<void>((resolve) => void socket.on('close', () => resolve()));
    const aside = `the submission is not taken: ${says}\n`;
    expect(JSON.parse(said)).toEqual({ status: 1, out: '', aside });
  });
});
