/** Events of sessions (Exim spec ch. "Events"): what event_action is told, and what it forces. */
import { describe, expect, it } from 'vitest';
import { clockAt } from '../../../src/base/index.ts';
import { readConfiguration } from '../../../src/mta/config/index.ts';
import { sessionData } from '../../../src/mta/receive/index.ts';

const TOLD = `begin acl
told:
  accept logwrite = EVENT $event_name <$event_data> errno=$event_defer_errno A=$sender_host_authenticated \\
    H=$sender_helo_name[$sender_host_address] C=$acl_c_said
        set acl_c_said = $event_name
asked:
  accept logwrite = asked
`;
const PLAIN = `begin authenticators
plain:
  driver = plaintext
  public_name = PLAIN
  server_prompts = who
  server_condition = \${if eq{$auth1}{bob}}
`;

async function logOf(configuration: string, lines: readonly string[]): Promise<readonly string[]> {
  const read = readConfiguration({ text: `primary_hostname = our.example\n${configuration}` });
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  const from = { address: '192.0.2.1', port: 4567 };
  const clock = clockAt(new Date('2026-11-25T12:00:00Z'));
  const names = { namesOf: () => [], addressesOf: () => [], mailExchangers: () => [] };
  const data = await sessionData({ configuration: read.value, from, clock, names }, lines);
  if (!data.ok) throw new Error(data.error.message);
  return data.value.log;
}

const listening = `event_action = \${acl{told}}\n`;

describe('an event of a session', () => {
  it('is a command that is none, or said wrongly', async () => {
    const log = await logOf(listening + TOLD, ['EHLO x', 'FOO', 'MAIL FROM:<a b>']);
    expect(log.filter((line) => line.includes('EVENT'))).toEqual([
      expect.stringMatching(/EVENT smtp:fail:syntax <unrecognized command> errno=0 A= H=x\[192\.0\.2\.1\] C=$/),
      expect.stringMatching(
        /EVENT smtp:fail:syntax <"@" or "\." expected after "a"> errno=0 A= H=x\[192\.0\.2\.1\] C=smtp:fail:syntax$/,
      ),
    ]);
  });

  it('is a command that has no place here, told before it is logged', async () => {
    const log = await logOf(`log_selector = +smtp_protocol_error\n${listening}${TOLD}`, ['EHLO x', 'DATA']);
    expect(log).toEqual([
      expect.stringContaining('EVENT smtp:fail:protocol <valid RCPT command must precede DATA>'),
      expect.stringContaining('SMTP protocol error in "DATA"'),
    ]);
  });

  it('is an AUTH that fails: the authenticator is named, and what the action comes to is logged in its place', async () => {
    const wrong = ['EHLO x', 'AUTH PLAIN YQ=='];
    const told = await logOf(listening + TOLD + PLAIN, wrong);
    expect(told).toEqual([
      expect.stringContaining('EVENT auth:fail <535 Incorrect authentication data> errno=0 A=plain H=x'),
      expect.stringContaining('plain authenticator failed for (x) [192.0.2.1]'),
    ]);
    const forced = await logOf(
      `event_action = \${if eq{$event_name}{auth:fail}{no entry for $sender_host_address}}\n${PLAIN}`,
      wrong,
    );
    expect(forced).toEqual(['no entry for 192.0.2.1']);
  });

  it('is an AUTH that the client gives up', async () => {
    const log = await logOf(listening + TOLD + PLAIN, ['EHLO x', 'AUTH PLAIN', '*']);
    expect(log[0]).toContain('EVENT auth:fail <501 Authentication cancelled> errno=0 A=plain');
  });

  it('comes before the next command, however long its action takes', async () => {
    const slow = `event_action = \${lookup{\${acl{told}}}lsearch{/etc/hosts}{}{}}\n`;
    const log = await logOf(`acl_smtp_vrfy = asked\n${slow}${TOLD}`, ['EHLO x', 'FOO', 'VRFY a@b.example']);
    expect(log.map((line) => /EVENT \S+|syntax error|asked/.exec(line)?.[0]).slice(0, 2)).toEqual([
      'EVENT smtp:fail:syntax',
      'asked',
    ]);
  });

  it('cannot be told by an action that does not expand: that is complained of, and nothing comes of it', async () => {
    const log = await logOf(`event_action = \${lookup{x}lsearch{/no/such/file}}\n${PLAIN}`, [
      'EHLO x',
      'AUTH PLAIN YQ==',
    ]);
    expect(log).toEqual([
      expect.stringMatching(/failed to expand event_action auth:fail in main: .*\/no\/such\/file/),
      expect.stringContaining('plain authenticator failed'),
    ]);
  });

  it('is none without an action', async () => {
    expect(await logOf(TOLD, ['EHLO x', 'FOO'])).toEqual([]);
  });
});

describe('${acl{…}} outside of ACLs', () => {
  it('is run where an option is expanded', async () => {
    const log = await logOf(`smtp_banner = \${acl{told}}hello\n${TOLD}`, ['EHLO x']);
    expect(log[0]).toContain('EVENT');
  });
});
