/** `serve` as a program: what it takes, its limits, reload and drain, what becomes of it when its processes die. */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { mxray } from '../support/cli.ts';
import { deliver, type Serving, serveFolder, startServing, talk } from '../support/mta/serve-process.ts';
import { sayAll } from '../support/smtp-dialogue.ts';

let serving: Serving | undefined;
afterEach(async () => {
  if (serving?.child.exitCode === null) await serving.stop('SIGKILL');
  serving = undefined;
});

const start = async (more = '', words: readonly string[] = []): Promise<Serving> => {
  serving = await startServing(more, words);
  return serving;
};

/** Process ids of the acceptor and of its workers, by who started whom. */
function family({ child }: Serving): { readonly acceptor: number; readonly workers: readonly number[] } {
  const rows = execFileSync('ps', ['-eo', 'pid=,ppid='], { encoding: 'utf8' }).trim().split('\n');
  const pairs = rows.map((row) => row.trim().split(/\s+/).map(Number));
  const childrenOf = (parent: number): number[] => pairs.filter(([, ppid]) => ppid === parent).map(([pid]) => pid!);
  const [acceptor] = childrenOf(child.pid!);
  return { acceptor: acceptor!, workers: childrenOf(acceptor!) };
}

describe('serve', () => {
  it('takes a message into the spool, logs it, and ends on SIGTERM', async () => {
    const { ports, mainLog, stop } = await start();
    const [banner, helo, last] = await deliver(ports[0]!);
    expect(banner).toMatch(/^220 serve\.test ESMTP Exim /);
    expect(helo).toMatch(/^250-serve\.test Hello client\.test \[127\.0\.0\.1\]\r\n/);
    const [, id] = /^250 OK id=(\S+)$/.exec(last!)!;
    expect(mainLog()).toMatch(
      new RegExp(` ${id} <= a@b\\.test H=\\(client\\.test\\) \\[127\\.0\\.0\\.1\\] P=esmtp S=\\d+`),
    );
    expect(await stop()).toBe(143);
  });

  it('has a place to be asked how it is', async () => {
    const { ports, statusPort } = await start('daemon_http_address = 127.0.0.1:0\n');
    await deliver(ports[0]!);
    const asked = async (path: string): Promise<string> =>
      (await fetch(`http://127.0.0.1:${statusPort}${path}`)).text();
    expect(await asked('/healthz')).toBe('ok\n');
    await serving!.until(async () => (await asked('/metrics')).includes('mxray_messages_received_total 1\n'));
    expect(await asked('/metrics')).toMatch(/^mxray_connections_total 1$/m);
    expect(await asked('/else')).toContain('/healthz and /metrics');
  });

  it('listens where --listen says', async () => {
    const { ports } = await start('', ['--listen', '<; [127.0.0.1]:0 ; [127.0.0.1]:0', '--workers', '1']);
    expect(ports).toHaveLength(2);
    for (const port of ports) expect(await sayAll(port, 'QUIT\r\n')).toMatch(/^220 .*\r\n221 /);
  });
});

describe('limits', () => {
  it('turns away who comes beyond smtp_accept_max, and lets in who comes after', async () => {
    const { ports, mainLog, until } = await start('smtp_accept_max = 2\n');
    const [first, second] = [await talk(ports[0]!), await talk(ports[0]!)];
    await first.say();
    await second.say();
    expect(await sayAll(ports[0]!, '')).toBe('421 Too many concurrent SMTP connections; please try again later.\r\n');
    await until(() => mainLog().includes('Connection from [127.0.0.1] refused: too many connections'));
    expect(await first.say('QUIT')).toMatch(/^221 /);
    await until(async () => (await sayAll(ports[0]!, 'QUIT\r\n')).startsWith('220'));
  });

  it('and beyond smtp_accept_max_per_host, whose text is expanded', async () => {
    const { ports } = await start('smtp_accept_max_per_host = ${if eq{$sender_host_address}{127.0.0.1}{1}{0}}\n');
    await (await talk(ports[0]!)).say();
    expect(await sayAll(ports[0]!, '')).toBe(
      '421 Too many concurrent SMTP connections from this IP address; please try again later.\r\n',
    );
  });

  it('keeps places for smtp_reserve_hosts', async () => {
    const reserve = 'smtp_accept_max = 2\nsmtp_accept_reserve = 1\nsmtp_reserve_hosts = 192.0.2.1\n';
    const { ports } = await start(reserve);
    await (await talk(ports[0]!)).say();
    expect(await sayAll(ports[0]!, '')).toBe(
      '421 serve.test: Too many concurrent SMTP connections; please try again later\r\n',
    );
  });
});

describe('PROXY', () => {
  const proxied = 'hosts_proxy = 127.0.0.1\nproxy_protocol_timeout = 1s\n';

  it('says who the client is, and what is behind the header goes on', async () => {
    const { ports, mainLog, until } = await start(
      `${proxied}pipelining_connect_advertise_hosts =\nlog_selector = +proxy\n`,
    );
    const header = 'PROXY TCP4 192.0.2.9 198.51.100.1 4000 25\r\n';
    expect(await sayAll(ports[0]!, `${header}NOOP\r\nNOOP\r\n`)).toContain('554 SMTP synchronization error');
    const client = await talk(ports[0]!);
    client.socket.write(header);
    expect(await client.say()).toMatch(/^220 /);
    expect(await client.say('EHLO client.test')).toContain('Hello client.test [192.0.2.9]');
    for (const line of ['MAIL FROM:<a@b.test>', 'RCPT TO:<c@d.test>', 'DATA']) await client.say(line);
    expect(await client.say('x\r\n.')).toMatch(/^250 OK id=/);
    await until(() => mainLog().includes(' <= '));
    expect(mainLog()).toMatch(/<= a@b\.test H=\(client\.test\) \[192\.0\.2\.9\] .*PRX=127\.0\.0\.1/);
  });

  it('or nothing but QUIT is heard', async () => {
    const { ports } = await start(proxied);
    const client = await talk(ports[0]!);
    expect(await client.say()).toMatch(/^220 /);
    expect(await client.say('EHLO x')).toBe('503 Command refused, required Proxy negotiation failed');
    expect(await client.say('NOOP')).toBe('503 Command refused, required Proxy negotiation failed');
    expect(await client.say('QUIT')).toMatch(/^221 /);
  });
});

describe('a reload', () => {
  it('serves new connections by the new configuration, and drops none', async () => {
    const { ports, child, configure, complaint, until } = await start();
    const old = await talk(ports[0]!);
    expect(await old.say()).toContain('serve.test');
    configure('smtp_banner = reloaded\n');
    child.kill('SIGHUP');
    await until(() => complaint().includes('the configuration was read again'));
    await until(async () => (await sayAll(ports[0]!, 'QUIT\r\n')).startsWith('220 reloaded\r\n'));
    expect(await old.say('EHLO x')).toMatch(/^250-serve\.test/);
    expect(await old.say('QUIT')).toMatch(/^221 /);
  });

  it('listens at new places, and no more at old ones', async () => {
    const { ports, child, folder, complaint, until } = await start();
    const free = await freePort();
    const file = `${folder}/conf`;
    writeFileSync(file, readFileSync(file, 'utf8').replace('daemon_smtp_ports = 0', `daemon_smtp_ports = ${free}`));
    child.kill('SIGHUP');
    await until(() => complaint().includes('the configuration was read again'));
    expect(await sayAll(free, 'QUIT\r\n')).toMatch(/^220 /);
    await until(async () => (await sayAll(ports[0]!, 'QUIT\r\n').catch(() => 'refused')) === 'refused');
  });

  it('of a bad configuration changes nothing', async () => {
    const { ports, child, configure, complaint, until } = await start();
    configure('no_such_option = 1\n');
    child.kill('SIGHUP');
    await until(() => complaint().includes('the configuration is not taken'));
    expect(complaint()).toContain('no_such_option');
    expect(await sayAll(ports[0]!, 'QUIT\r\n')).toMatch(/^220 serve\.test/);
  });
});

describe('SIGTERM', () => {
  it('ends idle sessions with 421, and lets a message come to its end', async () => {
    const { ports, child, ended } = await start();
    const [idle, busy] = [await talk(ports[0]!), await talk(ports[0]!)];
    await idle.say();
    await busy.say();
    for (const line of ['EHLO x', 'MAIL FROM:<a@b.test>', 'RCPT TO:<c@d.test>', 'DATA']) await busy.say(line);
    busy.socket.write('first line\r\n');
    child.kill('SIGTERM');
    expect(await idle.say()).toBe('421 serve.test: Service not available - closing connection');
    expect(await busy.say('second line\r\n.')).toMatch(/^250 OK id=/);
    expect(await busy.say()).toMatch(/^421 /);
    expect(await ended).toBe(143);
  });

  it('cuts off who takes too long', async () => {
    const { ports, child, ended } = await start('daemon_drain_time = 1s\n');
    const stuck = await talk(ports[0]!);
    await stuck.say();
    for (const line of ['EHLO x', 'MAIL FROM:<a@b.test>', 'RCPT TO:<c@d.test>', 'DATA']) await stuck.say(line);
    child.kill('SIGTERM');
    await stuck.closed;
    expect(await ended).toBe(143);
  });
});

describe('a worker that does nothing any more', () => {
  it('is one that others stand in for, whoever of them has come for connections', async () => {
    const { ports } = await start('', ['--workers', '2']);
    for (const pid of family(serving!).workers) {
      process.kill(pid, 'SIGSTOP');
      try {
        expect(await sayAll(ports[0]!, 'QUIT\r\n')).toMatch(/^220 /);
      } finally {
        process.kill(pid, 'SIGCONT');
      }
    }
  });
});

describe('a process that dies', () => {
  it('is replaced: a worker', async () => {
    const { ports, mainLog, until } = await start();
    const { workers } = family(serving!);
    const held = await talk(ports[0]!);
    await held.say();
    for (const pid of workers) process.kill(pid, 'SIGKILL');
    await held.closed;
    // One that was on its way to the dying worker may be closed; those behind it are served.
    await until(async () => (await deliver(ports[0]!)).at(-1)!.startsWith('250 OK id='));
    await until(() => mainLog().includes('was ended by SIGKILL'));
  });

  it('is replaced: the acceptor, at the same ports', async () => {
    const { ports, complaint, until } = await start();
    process.kill(family(serving!).acceptor, 'SIGKILL');
    await until(async () => (await sayAll(ports[0]!, 'QUIT\r\n').catch(() => '')).startsWith('220'));
    // A worker that has not noticed yet may have answered.
    await until(() => complaint().includes('the accepting process was ended by SIGKILL'));
  });

  it('takes the others with it: the master', async () => {
    const { child, ports } = await start();
    const { acceptor, workers } = family(serving!);
    child.kill('SIGKILL');
    const isGone = (pid: number): boolean => {
      try {
        process.kill(pid, 0);
        return false;
      } catch {
        return true;
      }
    };
    await serving!.until(() => [acceptor, ...workers].every(isGone));
    await expect(sayAll(ports[0]!, '')).rejects.toThrow(/ECONNREFUSED/);
  });
});

describe('what keeps it from starting is told, with status 2', () => {
  const tried = async (more: string, words: readonly string[] = []) => {
    const { file, configure, folder } = serveFolder();
    configure(more.replaceAll('FOLDER', folder));
    return { folder, ...(await mxray(['serve', '-C', file, ...words])) };
  };

  it('all mistakes of the configuration', async () => {
    const { out, status } = await tried('no_such_option = 1\nsmtp_accept_max = many\n');
    expect(status).toBe(2);
    expect(out).toContain('no_such_option');
    expect(out).toContain('smtp_accept_max');
    expect(out).toContain('nothing is served');
  });

  it('a port in use', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    const { out, status } = await tried('', ['--listen', `<; [127.0.0.1]:${port}`]);
    server.close();
    expect([status, out]).toEqual([2, expect.stringContaining(`127.0.0.1:${port}: something listens there already`)]);
  });

  it('a port in use is waited for where daemon_startup_retries is set', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    const more = `daemon_startup_retries = 2\ndaemon_startup_sleep = 0s\n`;
    const { complaint, status } = await tried(more, ['--listen', `<; [127.0.0.1]:${port}`]);
    server.close();
    expect([status, complaint.match(/waiting 0s before trying again/g)?.length]).toEqual([2, 2]);
  });

  it.each([
    ['tls_advertise_hosts2 = x', /tls_advertise_hosts2/],
    ['tls_on_connect_ports = 465\nopenssl_options = +no_tlsv9', /openssl_options: "no_tlsv9" is no option/],
    ['tls_on_connect_ports = noport', /tls_on_connect_ports: "noport" is neither a port nor the name of one/],
    ['daemon_http_address = here', /daemon_http_address: "here" is no ADDRESS:PORT/],
    [
      'pid_file_path = /x\nexim_group = nosuchgroup',
      process.getuid?.() === 0 ? /there is no group "nosuchgroup"/ : /nosuchgroup/,
    ],
  ])('%s', async (more, says) => {
    const { out, status } = await tried(`${more}\n`);
    expect(status).toBe(2);
    expect(out).toMatch(says);
  });

  it('a folder that is none', async () => {
    const { file, configure, folder } = serveFolder();
    configure('');
    writeFileSync(`${folder}/spool`, '');
    const { out, status } = await mxray(['serve', '-C', file]);
    expect([status, out]).toEqual([2, expect.stringMatching(/spool_directory: .*spool is no directory/)]);
  });

  it('and with --check nothing is bound', async () => {
    const { out, status } = await tried('', ['--check']);
    expect([status, out]).toEqual([0, expect.stringContaining('everything a start needs is there')]);
  });

  it('a batch is refused', async () => {
    const { out, status } = await mxray(['serve', '--batch', '-'], {}, '{}\n');
    expect([status, out]).toEqual([2, expect.stringContaining('takes no --batch')]);
  });
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise<void>((resolve) => void server.close(() => resolve()));
  return port;
}
