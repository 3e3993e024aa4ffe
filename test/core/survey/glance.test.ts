/** The short look: what handshakes tell, and the one hello for old versions, at real servers. */
import { afterEach, describe, expect, it } from 'vitest';
import { noTrace, systemRandom } from '../../../src/base/index.ts';
import { createNet } from '../../../src/core/net/index.ts';
import { askOldVersion, judgeGlimpse } from '../../../src/core/survey/index.ts';
import { createProbe, type ProbeOutcome } from '../../../src/core/tls/index.ts';
import { createLabCa } from '../../../src/lab/ca/index.ts';
import { type MailServer, startMailServer } from '../../../src/lab/smtp/index.ts';

const HOST = 'mx.example.test';
const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

async function look(mood: string) {
  const ca = await createLabCa(new Date());
  const credentials = [await ca.issue({ keyType: 'p256', names: [HOST] })];
  const server: MailServer = await startMailServer(
    { host: HOST, dialect: 'smtp', mood, credentials, tlsOnConnect: false },
    { slowMs: 5 },
  );
  const net = createNet({ caPem: ca.rootPem });
  open.push(server, net);
  const target = {
    address: '127.0.0.1',
    port: server.port,
    protocol: 'smtp',
    serverName: HOST,
    ehlo: 'probe.test',
    timeoutMs: 3000,
  } as const;
  const outcome: ProbeOutcome = await createProbe(net, noTrace)(target);
  const old = await askOldVersion(target, { net, random: systemRandom });
  return { old, ids: judgeGlimpse({ outcomes: [outcome], old }, {}).map(({ id }) => id) };
}

describe('a server', () => {
  it.each([
    ['ok', 'no', ['tls.versions']],
    ['tls12-only', 'no', ['tls.versions', 'tls.version.no-13']],
    ['tls10-only', 'yes', ['tls.version.none-current']],
    ['no-starttls', 'unknown', ['tls.none']],
    ['starttls-454', 'unknown', ['tls.starttls-refused']],
    ['tls-alert', 'no', ['tls.handshake-fails']],
    ['injects', 'unknown', ['tls.handshake-fails']],
    ['banner-421', 'unknown', []],
  ])('in the mood %s: old versions %s', async (mood, offered, expected) => {
    const { old, ids } = await look(mood);
    expect(ids).toEqual(expected);
    expect(old.offered).toBe(offered);
  });
});
