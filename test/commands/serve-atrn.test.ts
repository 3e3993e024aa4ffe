/** ATRN from end to end: mail that waits is given to a customer over the connection it has turned around (RFC 2645). */
import { writeFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { visitProvider } from '../support/mta/odmr-customer.ts';
import { type Serving, startServing } from '../support/mta/serve-process.ts';
import { message, sayAll } from '../support/smtp-dialogue.ts';

const CONFIGURATION = `
acl_smtp_atrn = turn
begin acl
all:
  accept
turn:
  deny    condition = \${if eq{$authenticated_id}{eve}}
          message   = 450 Access denied to you
  accept  set acl_c_own = \${lookup{$authenticated_id}lsearch{FOLDER/domains}}
          atrn_domains = $acl_c_own
  deny    message   = 453 You have no mail
begin authenticators
plain:
  driver = plaintext
  public_name = PLAIN
  server_prompts = :
  server_condition = yes
  server_set_id = $auth2
begin routers
customers:
  driver = manualroute
  domains = ann.test : joe.test : other.test
  condition = \${if eq{$atrn_mode}{P}}
  route_list = * 192.0.2.1
  headers_add = X-Line: \${if match{$atrn_host}{127.0.0.1}{ours}}
  transport = smtp
begin transports
smtp:
  driver = smtp
`;

const login = (user: string): string => `AUTH PLAIN ${Buffer.from(`\0${user}\0secret`).toString('base64')}`;

let serving: Serving | undefined;
afterEach(async () => {
  if (serving?.child.exitCode === null) await serving.stop('SIGKILL');
  serving = undefined;
});

async function start(): Promise<Serving> {
  serving = await startServing(CONFIGURATION);
  writeFileSync(`${serving.folder}/domains`, 'ann: ann.test : joe.test\nbob: bob.test\n', { mode: 0o644 });
  return serving;
}

describe('ATRN', () => {
  it('gives a customer the mail of its domains, and of no others', async () => {
    const { ports, mainLog, until } = await start();
    const [port] = ports;
    await sayAll(port!, message('Subject: one\r\n\r\n..dots\r\n', 'x@y.test', 'a@ann.test'));
    await sayAll(port!, message('Subject: two\r\n\r\ntext', 'x@y.test', 'j@joe.test>\r\nRCPT TO:<o@other.test'));
    const visit = await visitProvider(port!, ['EHLO customer.test', login('ann'), 'ATRN ann.test,joe.test']);
    expect(visit.replies[1]).toContain('250-ATRN\n');
    expect(visit.replies.at(-1)).toBe('250 ODMR provider turning line around');
    expect(visit.commands[0]).toBe('EHLO serve.test');
    expect(visit.commands.filter((line) => /^RCPT/.test(line)).sort()).toEqual([
      'RCPT TO:<a@ann.test>',
      'RCPT TO:<j@joe.test>',
    ]);
    expect(visit.commands.at(-1)).toBe('QUIT');
    expect(visit.messages.map((text) => /Subject: \w+\nX-Line: ours\n\n[\s\S]*/.exec(text)?.[0]).sort()).toEqual([
      'Subject: one\nX-Line: ours\n\n.dots\n',
      'Subject: two\nX-Line: ours\n\ntext',
    ]);
    await until(() => mainLog().includes('Completed'));
    expect(mainLog()).toMatch(/ ATRN 'ann\.test,joe\.test' received from \(customer\.test\) \[127\.0\.0\.1\]/);
    expect(mainLog()).toMatch(/ => a@ann\.test R=customers T=smtp H=127\.0\.0\.1 \[127\.0\.0\.1\]/);
    expect(mainLog()).not.toMatch(/(?:=>|->) o@other\.test/);
    const again = await visitProvider(port!, ['EHLO customer.test', login('ann'), 'ATRN']);
    expect(again.replies.at(-1)).toBe('453 You have no mail');
  });

  it('is for who has authenticated, outside of a transaction, and whom the ACL lets', async () => {
    const { ports } = await start();
    const lastOf = async (...lines: string[]): Promise<string | undefined> =>
      (await visitProvider(ports[0]!, ['EHLO customer.test', ...lines])).replies.at(-1);
    expect(await lastOf('ATRN ann.test')).toBe('530 ATRN is not permitted without authentication');
    expect(await lastOf(login('ann'), 'MAIL FROM:<a@b.test>', 'ATRN')).toBe(
      '503 ATRN is not permitted inside a transaction',
    );
    expect(await lastOf(login('eve'), 'ATRN')).toBe('450 Access denied to you');
    expect(await lastOf(login('bob'), 'ATRN')).toBe('453 You have no mail');
  });
});
