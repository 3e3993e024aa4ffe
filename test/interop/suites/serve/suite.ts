/** The server as a program among other programs: clients of every kind, a proxy in front, signals under load. */
import assert from 'node:assert/strict';
import { chmodSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { formatPem, formatSigningKey } from '../../../../src/core/pki/issue.ts';
import { type Serving, startServing } from '../../../support/mta/serve-process.ts';
import { ocspWorld } from '../../../support/ocsp.ts';
import { mustRun, run } from '../../framework/command.ts';
import { startDaemon } from '../../framework/daemon.ts';
import { answersTcp } from '../../framework/probe.ts';
import type { Context, Suite } from '../../framework/types.ts';
import { programs } from '../../peers/programs.ts';

export const suite: Suite = {
  name: 'serve',
  proves:
    'swaks, smtp-source, OpenSSL, GnuTLS and HAProxy are served, with the right certificate and proof, through reloads',
  async run(context) {
    await tryClients(context);
    await tryTls(context);
    await tryProxy(context);
    await trySignals(context);
  },
};

async function serving(context: Context, more: string): Promise<Serving> {
  const started = await startServing(more);
  context.atEnd(async () => {
    if (started.child.exitCode === null) await started.stop('SIGKILL');
  });
  return started;
}

const arrivals = ({ mainLog }: Serving): readonly string[] =>
  mainLog()
    .split('\n')
    .filter((line) => line.includes(' <= '));
const swaks = (port: number, ...words: string[]): Promise<string> =>
  mustRun(programs.swaks, ['-s', `127.0.0.1:${port}`, '-f', 'a@b.test', '-t', 'c@d.test', ...words]);

async function tryClients(context: Context): Promise<void> {
  const server = await serving(context, 'tls_advertise_hosts = *\nsmtp_accept_max = 0\n');
  const [port] = server.ports;
  await context.test('swaks: in clear, by STARTTLS with a certificate made for the occasion, pipelined', async () => {
    await swaks(port!);
    await swaks(port!, '--tls', '--pipeline');
    await server.until(() => arrivals(server).length === 2);
    assert.match(arrivals(server)[0]!, / P=esmtp S=/);
    assert.match(arrivals(server)[1]!, / P=esmtps X=TLS1\.3:TLS_AES_256_GCM_SHA384:256 CV=no /);
  });
  await context.test('smtp-source: every message, over many connections', async () => {
    const count = context.full ? 5000 : 200;
    await mustRun(programs.smtpSource, ['-s', '20', '-m', String(count), '-l', '4096', '-d', `127.0.0.1:${port}`], {
      timeoutMs: 120_000,
    });
    await mustRun(programs.smtpSource, ['-s', '20', '-m', String(count), '-l', '4096', `127.0.0.1:${port}`], {
      timeoutMs: 120_000,
    });
    await server.until(() => arrivals(server).length === 2 + 2 * count);
  });
}

async function tryTls(context: Context): Promise<void> {
  for (const folder of [dirname(context.folder), context.folder]) chmodSync(folder, 0o755); // who serves is another user
  const world = await ocspWorld('p256', new Date());
  const rsa = await world.issue({ subject: 'rsa.test', dnsNames: ['rsa.test'] }, world.issuer, 'rsa');
  const pem = (...ders: readonly Uint8Array[]): string => ders.map((der) => formatPem('CERTIFICATE', der)).join('');
  const file = (name: string, content: string | Uint8Array): string => {
    writeFileSync(join(context.folder, name), content);
    return join(context.folder, name);
  };
  const roots = file('roots.pem', pem(world.root.der, world.issuer.der));
  const settings = [
    'tls_advertise_hosts = *',
    `tls_certificate = ${file('ec.pem', pem(world.leaf.der, world.issuer.der))} : ${file('rsa.pem', pem(rsa.der, world.issuer.der))}`,
    `tls_privatekey = ${file('ec.key', formatSigningKey(world.leaf.key))} : ${file('rsa.key', formatSigningKey(rsa.key))}`,
    `tls_ocsp_file = ${file('ec.ocsp', await world.respond())} : ${file('rsa.ocsp', await world.respond({ responses: [world.single({ certificate: rsa.der })] }))}`,
    'tls_resumption_hosts = *',
    'tls_require_ciphers = SECURE128:-VERS-TLS1.0:-VERS-TLS1.1:-DHE-RSA',
    'tls_try_verify_hosts = *',
    `tls_verify_certificates = ${roots}`,
  ];
  const server = await serving(context, `${settings.join('\n')}\n`);
  const [port] = server.ports;
  const openssl = async (...words: string[]): Promise<string> => {
    const args = ['s_client', '-starttls', 'smtp', '-connect', `127.0.0.1:${port}`, '-CAfile', roots, ...words];
    return (await run(programs.openssl, args, { input: 'QUIT\n' })).stdout;
  };
  for (const version of ['-tls1_2', '-tls1_3'])
    for (const [sigalgs, subject] of [
      ['RSA-PSS+SHA256:RSA+SHA256', 'rsa.test'],
      ['ECDSA+SHA256', 'mx.test'],
    ] as const)
      await context.test(
        `openssl ${version} that verifies ${sigalgs} alone: its certificate, and its proof`,
        async () => {
          const said = await openssl(version, '-sigalgs', sigalgs, '-status');
          assert.match(said, new RegExp(`subject=CN = ${subject}`));
          assert.match(said, /OCSP Response Status: successful/);
          assert.match(said, /Cert Status: good/);
          assert.match(said, /Verify return code: 0 \(ok\)/);
        },
      );
  await context.test('openssl takes a session up again', async () => {
    const session = join(context.folder, 'session');
    await openssl('-tls1_2', '-sess_out', session);
    assert.match(await openssl('-tls1_2', '-sess_in', session), /^Reused, /m);
  });
  await context.test('openssl shows a certificate, which is verified, and none of another authority', async () => {
    const user = await world.issue({ subject: 'ann', extendedKeyUsage: ['clientAuth'] });
    const [cert, key] = [file('ann.pem', pem(user.der, world.issuer.der)), file('ann.key', formatSigningKey(user.key))];
    const tls = ['--tls', '--tls-cert', cert, '--tls-key', key];
    await swaks(port!, ...tls);
    await server.until(() => arrivals(server).some((line) => line.includes(' CV=yes ')));
  });
  await context.test('openssl below TLS 1.2 is refused, as the ciphers say', async () => {
    assert.doesNotMatch(
      await openssl('-tls1_1', '-cipher', 'ALL:@SECLEVEL=0'),
      /Verify return code: 0 \(ok\)[\s\S]*Session-ID: [0-9A-F]/,
    );
  });
  await context.test('gnutls-cli verifies the server, and its proof', async () => {
    const args = [
      '--starttls-proto=smtp',
      `--x509cafile=${roots}`,
      '--ocsp',
      '--verify-hostname=rsa.test',
      '-p',
      String(port),
      '127.0.0.1',
    ];
    const { stdout } = await run(programs.gnutlsCli, args, { input: 'QUIT\r\n' });
    assert.match(stdout, /Status: The certificate is trusted/);
    assert.match(stdout, /OCSP status request|Certificate Status: good|valid status request/i);
  });
}

async function tryProxy(context: Context): Promise<void> {
  const server = await serving(context, 'hosts_proxy = 127.0.0.1\nlog_selector = +proxy +incoming_interface\n');
  const folder = context.folder;
  const [front, second] = [2790, 2791];
  writeFileSync(
    join(folder, 'haproxy.cfg'),
    `defaults\n  mode tcp\n  timeout connect 5s\n  timeout client 20s\n  timeout server 20s\n` +
      `listen one\n  bind 127.0.0.1:${front}\n  server s 127.0.0.1:${server.ports[0]} send-proxy\n` +
      `listen two\n  bind 127.0.0.1:${second}\n  server s 127.0.0.1:${server.ports[0]} send-proxy-v2\n`,
  );
  await startDaemon(context, {
    command: programs.haproxy,
    args: ['-db', '-f', join(folder, 'haproxy.cfg')],
    logFile: join(folder, 'haproxy.log'),
    ready: () => answersTcp('127.0.0.1', second),
  });
  for (const [name, port] of [
    ['send-proxy', front],
    ['send-proxy-v2', second],
  ] as const)
    await context.test(`HAProxy in front, ${name}: the client is the one behind it`, async () => {
      const before = arrivals(server).length;
      await swaks(port);
      await server.until(() => arrivals(server).length === before + 1);
      assert.match(arrivals(server).at(-1)!, / PRX=127\.0\.0\.1 /);
    });
}

async function trySignals(context: Context): Promise<void> {
  const server = await serving(context, 'smtp_accept_max = 0\n');
  const [port] = server.ports;
  const count = context.full ? 3000 : 300;
  const load = (): Promise<string> =>
    mustRun(programs.smtpSource, ['-s', '10', '-m', String(count), '-l', '2048', `127.0.0.1:${port}`], {
      timeoutMs: 120_000,
    });
  await context.test('SIGHUP under load: no connection is dropped, no message lost', async () => {
    const under = load();
    for (let round = 1; round <= 3; round += 1) {
      server.child.kill('SIGHUP');
      await server.until(() => server.complaint().split('the configuration was read again').length > round);
    }
    await under;
    await server.until(() => arrivals(server).length === count);
  });
  await context.test('SIGTERM under load: what was answered is in the log, and it ends', async () => {
    const under = load().catch(() => 'cut off');
    await server.until(() => arrivals(server).length > count);
    const log = server.mainLog;
    let last = '';
    const watch = setInterval(() => {
      last = log();
    }, 20);
    assert.equal(await server.stop(), 143);
    clearInterval(watch);
    await under;
    assert.ok(last.includes(' <= '));
  });
}
