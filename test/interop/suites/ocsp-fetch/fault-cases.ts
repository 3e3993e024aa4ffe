/** Disks, proxies and servers that are not as they should be. */
import { copyFileSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { join } from 'node:path';
import { mustRun } from '../../framework/command.ts';
import type { Context } from '../../framework/types.ts';
import { programs } from '../../peers/programs.ts';
import { expect, expectStatus, leftovers, mustFetch } from './ours.ts';
import type { World } from './types.ts';

export async function faultCases(context: Context, world: World): Promise<void> {
  await diskCases(context, world);
  await networkCases(context, world);
}

async function diskCases(context: Context, { files, folder, urls }: World): Promise<void> {
  const words = (out: string): string[] => ['-c', files.chain('good'), '-u', urls.usual, '-o', out, '-f'];
  const proof = join(folder, 'disk.der');
  await mustFetch(words(proof));
  await context.test('a read-only file system: status 2, and nobody is asked', async () => {
    const place = await mounted(context, join(folder, 'read-only'), 'size=1m', proof);
    await mustRun(programs.mount, ['-o', 'remount,ro', place]);
    await expectStatus(2, /read-only\/proof\.der/, words(join(place, 'proof.der')));
  });
  await context.test('a full disk: status 2, the old proof whole, the temporary file gone', async () => {
    const place = await mounted(context, join(folder, 'full'), 'size=64k', proof);
    fill(place);
    const out = join(place, 'proof.der');
    await expectStatus(2, /ENOSPC|no space/i, words(out));
    expect(readFileSync(out).equals(readFileSync(proof)), 'the old proof was changed');
    expect(leftovers(out).length === 0, `left behind: ${leftovers(out)}`);
  });
  await context.test('mode and owner of the file stay', async () => {
    const out = join(folder, 'owned.der');
    copyFileSync(proof, out);
    await mustRun('chmod', ['0640', out]);
    await mustRun('chown', ['Debian-exim:Debian-exim', out]);
    const before = statSync(out);
    await mustFetch(words(out));
    const { mode, uid, gid, ino } = statSync(out);
    expect(mode === before.mode && uid === before.uid && gid === before.gid, 'they did not');
    expect(ino !== before.ino, 'it was written in place');
  });
}

/** A small file system with a proof on it. */
async function mounted(context: Context, place: string, options: string, proof: string): Promise<string> {
  mkdirSync(place);
  await mustRun(programs.mount, ['-t', 'tmpfs', '-o', options, 'tmpfs', place]);
  context.atEnd(async () => void (await mustRun('umount', [place])));
  copyFileSync(proof, join(place, 'proof.der'));
  return place;
}

function fill(place: string): void {
  for (let size = 65_536; size >= 1; size >>= 1)
    for (let i = 0; ; i += 1)
      try {
        writeFileSync(join(place, `ballast-${size}-${i}`), Buffer.alloc(size));
      } catch {
        break;
      }
}

async function networkCases(context: Context, { files, folder, urls }: World): Promise<void> {
  const out = join(folder, 'network.der');
  const words = (url: string): string[] => ['-c', files.chain('good'), '-u', url, '-o', out, '-f', '--timeout', '1'];
  const refusing = await listening(
    context,
    createServer((_, response) => response.writeHead(403).end('no')),
  );
  await context.test('a proxy that refuses is named', () =>
    expectStatus(
      3,
      new RegExp(`through the proxy http://127\\.0\\.0\\.1:${refusing}: it answered with HTTP status 403`),
      words(urls.usual),
      {
        env: { http_proxy: `http://127.0.0.1:${refusing}` },
      },
    ),
  );
  await context.test('a proxy that is not there is named', () =>
    expectStatus(3, /through the proxy http:\/\/127\.0\.0\.1:9: the connection was refused/, words(urls.usual), {
      env: { http_proxy: 'http://127.0.0.1:9' },
    }),
  );
  await context.test('no_proxy leads past it', () =>
    expectStatus(0, /good/, words(urls.usual), { env: { http_proxy: 'http://127.0.0.1:9', no_proxy: '127.0.0.0/8' } }),
  );
  const pem = readFileSync(files.withKey('web'), 'utf8');
  const secure = await listening(
    context,
    createTlsServer({ key: pem, cert: pem }, (_, response) => void response.end()),
  );
  await context.test('a responder over TLS with a certificate that nobody trusts', () =>
    expectStatus(
      3,
      /the certificate of the server .*(signed by itself|names another host)/,
      words(`https://127.0.0.1:${secure}/`),
    ),
  );
  const silent = await listening(
    context,
    createServer(() => {}),
  );
  await context.test('a responder that is silent, within the time', () =>
    expectStatus(3, /no answer within 1 s/, words(`http://127.0.0.1:${silent}/`)),
  );
  await context.test('none of them left a file', () => {
    expect(leftovers(out).length === 0, 'temporary files');
    expect(existsSync(out), 'only no_proxy did, and that was a good one');
  });
}

async function listening(context: Context, server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  context.atEnd(() => void server.close());
  return (server.address() as AddressInfo).port;
}
