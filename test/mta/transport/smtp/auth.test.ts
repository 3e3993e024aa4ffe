/** AUTH with a next hop, as Exim 4.96 was seen to do it. */
import { afterEach, describe, expect, it } from 'vitest';
import { deliverBySmtp } from '../../../../src/mta/transport/smtp/index.ts';
import { hostAt, transporting } from '../../../support/remote-transport.ts';
import { DROP, listenAsPeer, type PeerScript } from '../../../support/smtp-peer.ts';

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

const ALL = `
plain:
  driver = plaintext
  public_name = PLAIN
  client_send = ^user^pa^^ss
login:
  driver = plaintext
  public_name = LOGIN
  client_send = : user : pass
  client_set_id = me-$auth1
cram:
  driver = cram_md5
  public_name = CRAM-MD5
  client_name = tim
  client_secret = tanstaaftanstaaf
`;

async function send(peer: PeerScript, transport: string, authenticators = ALL) {
  const server = await listenAsPeer(peer);
  closers.push(server.close);
  const { delivery, world, logged } = transporting({ transport, authenticators });
  const report = await deliverBySmtp(delivery({ hosts: [hostAt('127.0.0.1', server.port)] }), world);
  const { commands } = server.peers[0]!;
  return { outcome: report.outcomes[0]!, host: report.hosts[0]!, commands: commands.slice(1, -1), logged };
}

const TRY = 'hosts_try_auth = *';
const REQUIRE = 'hosts_require_auth = *';
const OFFERS = ['AUTH PLAIN LOGIN'];
const PLAIN = `AUTH PLAIN ${Buffer.from('\0user\0pa^ss').toString('base64')}`;

describe('AUTH', () => {
  it('PLAIN goes with its answer, and the log knows the authenticator', async () => {
    const { outcome, commands } = await send({ offers: OFFERS, replies: { AUTH: '235 ok' } }, TRY);
    expect(commands[0]).toBe(PLAIN);
    expect(outcome.auth).toEqual({ name: 'plain' });
  });

  it('one that is refused is told, and the next is tried; client_set_id sees what the server asked', async () => {
    const replies = {
      'AUTH PLAIN': '535 bad',
      'AUTH LOGIN': '334 VXNlcm5hbWU6',
      'DXNLCG==': '334 UGFzc3dvcmQ6',
      'CGFZCW==': '235 yes',
    };
    const { outcome, commands, logged } = await send({ offers: OFFERS, replies }, TRY);
    expect(commands.slice(0, 4)).toEqual([PLAIN, 'AUTH LOGIN', 'dXNlcg==', 'cGFzcw==']);
    expect(outcome.auth).toEqual({ name: 'login', id: 'me-Username:' });
    expect(logged).toEqual(['plain authenticator failed H=127.0.0.1 [127.0.0.1] 535 bad']);
  });

  it('CRAM-MD5 answers the challenge (RFC 2195 §2)', async () => {
    const challenge = Buffer.from('<1896.697170952@postoffice.reston.mci.net>').toString('base64');
    const replies = { AUTH: `334 ${challenge}`, DGLT: '235 ok' };
    const { commands, outcome } = await send({ offers: ['AUTH CRAM-MD5'], replies }, TRY);
    expect(Buffer.from(commands[1]!, 'base64').toString()).toBe('tim b913a602c7eda7a495b4e6e7334d3890');
    expect(outcome.auth?.name).toBe('cram');
  });

  it('none that fits: in clear, or not at all where it is required', async () => {
    expect((await send({ offers: ['AUTH GSSAPI'] }, TRY)).outcome.status).toBe('delivered');
    for (const [offers, why] of [
      [[], 'server did not advertise AUTH support'],
      [['AUTH GSSAPI'], 'no common mechanisms were found'],
      [OFFERS, 'authentication attempt(s) failed'],
    ] as const) {
      const { outcome, host } = await send({ offers, replies: { AUTH: '535 bad' } }, REQUIRE);
      expect(outcome).toMatchObject({ status: 'deferred', errno: -42, text: `authentication required but ${why}` });
      expect(outcome.host).toBeUndefined();
      expect(host).toMatchObject({ result: 'deferred', errno: -42, isSilent: true });
    }
  });

  it('all refused, but not required: it goes without', async () => {
    const { outcome } = await send({ offers: OFFERS, replies: { AUTH: '535 bad' } }, TRY);
    expect(outcome.status).toBe('delivered');
    expect(outcome.auth).toBeUndefined();
  });

  const MASKED = 'AUTH PLAIN ****************';
  it("4xx, and a connection that breaks, are the host's trouble; secrets are not told", async () => {
    const later = await send({ offers: OFFERS, replies: { AUTH: '454 later' } }, TRY);
    expect(later.outcome).toMatchObject({
      errno: 0,
      text: `SMTP error from remote mail server after ${MASKED}: 454 later`,
    });
    const broken = await send({ offers: OFFERS, replies: { AUTH: DROP } }, TRY);
    expect(broken.outcome).toMatchObject({
      errno: -18,
      text: `Remote host closed connection in response to ${MASKED}`,
    });
  });

  const one = (more: string): string => `plain:\n  driver = plaintext\n  public_name = PLAIN\n${more}\n`;
  it('client_send made to fail: passed over; not to be expanded: the host waits', async () => {
    const forced = await send({ offers: OFFERS }, TRY, one('  client_send = ${if eq{a}{b}{x}fail}'));
    expect(forced.outcome.status).toBe('delivered');
    const wrong = await send({ offers: OFFERS }, TRY, one('  client_send = ${lookup{x}lsearch{/nonexist}}'));
    expect(wrong.outcome).toMatchObject({ status: 'deferred', errno: -48 });
    expect(wrong.outcome.text).toBe(
      'expansion of "${lookup{x}lsearch{/nonexist}}" failed in plain authenticator: failed to open /nonexist for linear search: No such file or directory',
    );
  });

  it('client_condition is asked about the host', async () => {
    const options = '  client_send = ^u^p\n  client_condition = ${if eq{$host_address}{127.0.0.1}}';
    const yes = await send({ offers: OFFERS, replies: { AUTH: '235 ok' } }, TRY, one(options));
    expect(yes.outcome.auth?.name).toBe('plain');
    const no = await send({ offers: OFFERS }, TRY, one(options.replace('127.0.0.1', '192.0.2.1')));
    expect(no.commands[0]).toMatch(/^MAIL/);
  });

  it('a challenge too many, or one that is no base64, ends it with *', async () => {
    const many = await send({ offers: OFFERS, replies: { AUTH: '334 ', '*': '501 ok' } }, TRY);
    expect(many.commands.slice(0, 2)).toEqual([PLAIN, '*']);
    expect(many.outcome.text).toBe('Too few items in client_send in plain authenticator');
    const login = one('  client_send = : u : p').replaceAll('PLAIN', 'LOGIN');
    const bad = { offers: OFFERS, replies: { AUTH: '334 !!!', '*': '501 ok' } };
    expect((await send(bad, TRY, login)).outcome.text).toBe('Invalid base64 string in server response');
    const lax = `${login}  client_ignore_invalid_base64\n`;
    const replies = { AUTH: '334 !!!', 'DQ==': '334 ???', 'CA==': '235 ok' };
    expect((await send({ offers: OFFERS, replies }, TRY, lax)).outcome.auth?.name).toBe('plain');
  });

  it('EXTERNAL, and SCRAM by gsasl with a server that proves nothing', async () => {
    const external = 'ext:\n  driver = external\n  public_name = EXTERNAL\n  client_send = joe\n';
    const said = await send({ offers: ['AUTH EXTERNAL'], replies: { AUTH: '235 ok' } }, TRY, external);
    expect(said.commands[0]).toBe('AUTH EXTERNAL am9l');
    const scram =
      'sc:\n  driver = gsasl\n  public_name = SCRAM-SHA-256\n  server_mech = scram-sha-256\n  client_username = u\n  client_password = p\n';
    const { commands } = await send({ offers: ['AUTH SCRAM-SHA-256'], replies: { AUTH: '334 cj0=' } }, TRY, scram);
    expect(Buffer.from(commands[0]!.split(' ')[2]!, 'base64').toString()).toMatch(/^n,,n=u,r=/);
    expect(commands[1]).toBe('*');
  });
});
