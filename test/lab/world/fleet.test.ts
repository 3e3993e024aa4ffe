import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createConnectMap, parseConnectFile } from '../../../src/core/net/index.ts';
import { createLabCa, type LabCa } from '../../../src/lab/ca/index.ts';
import { createStatusService, type StatusService } from '../../../src/lab/web/index.ts';
import { formatConnectMap } from '../../../src/lab/world/connect-map.ts';
import { CLOSED_PORT, createFleet, type Fleet } from '../../../src/lab/world/fleet.ts';
import type { DomainRow, HostRow } from '../../../src/lab/world/types.ts';

let ca: LabCa;
let status: StatusService;
let fleet: Fleet;
beforeAll(async () => {
  ca = await createLabCa(new Date());
  status = createStatusService(ca, { slowMs: 5, now: () => new Date() });
});
beforeEach(() => {
  fleet = createFleet(ca, status, { slowMs: 5 });
});
afterEach(() => fleet.close());

const row = (name: string, host: Partial<HostRow>): DomainRow => ({
  name,
  shows: '',
  hosts: [{ name: 'mx', ...host }],
  expect: { verdict: 'pass', policy: 'dane', exit: 0, findings: [] },
});

async function greeting(port: number): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  const [chunk] = await once(socket, 'data');
  socket.destroy();
  return chunk.toString();
}

describe('createFleet', () => {
  it('gives each host an address pair and a server per service', async () => {
    await fleet.place(row('a.test', {}));
    const facts = await fleet.place(row('b.test', { services: [{ port: 143, dialect: 'imap' }] }));
    expect(facts.get('mx.b.test')?.addresses).toEqual({ v4: '192.0.2.65', v6: '2001:db8::101' });
    const rows = fleet.connectRows();
    expect(rows.map(({ host, port }) => `${host} ${port}`)).toEqual([
      '192.0.2.64 25',
      '2001:db8::100 25',
      '192.0.2.65 25',
      '2001:db8::101 25',
      '192.0.2.65 143',
      '2001:db8::101 143',
    ]);
    expect(await greeting(rows[2]!.leadsTo)).toMatch(/^220 mx\.b\.test /);
    expect(await greeting(rows[4]!.leadsTo)).toMatch(/^\* OK /);
  });

  it('leads dead addresses to a closed port', async () => {
    await fleet.place(row('a.test', { addresses: 'dead' }));
    expect(fleet.connectRows()).toEqual([]);
    await fleet.place(row('b.test', { addresses: 'v6-dead' }));
    expect(fleet.connectRows().map(({ leadsTo }) => leadsTo === CLOSED_PORT)).toEqual([false, true]);
  });

  it('changes a host in place and back, with the certificate and address it had', async () => {
    const before = (await fleet.place(row('a.test', {}))).get('mx.a.test')!;
    const { leadsTo } = fleet.connectRows()[0]!;
    const spoiled = (await fleet.place(row('a.test', { mood: 'banner-554', expired: true }))).get('mx.a.test')!;
    expect(await greeting(leadsTo)).toMatch(/^554 /);
    expect(spoiled.material.credentials[0]?.keyPem).not.toBe(before.material.credentials[0]?.keyPem);
    const after = (await fleet.place(row('a.test', {}))).get('mx.a.test')!;
    expect(await greeting(leadsTo)).toMatch(/^220 /);
    expect(after).toEqual(before);
  });

  it('gives no two hosts the same address, and refuses more than it has', async () => {
    const many = {
      ...row('a.test', {}),
      hosts: Array.from({ length: 446 }, (_, i) => ({ name: `h${i}`, addresses: 'dead' as const })),
    };
    await expect(fleet.place(many)).rejects.toThrow('addresses for 445 hosts');
    const other = createFleet(ca, status, { slowMs: 5 });
    const facts = await other.place({ ...many, hosts: many.hosts.slice(0, 445) });
    expect(new Set([...facts.values()].map(({ addresses }) => addresses.v4)).size).toBe(445);
    expect([...facts.values()].at(-1)?.addresses.v4).toBe('198.51.100.254');
  });
});

describe('formatConnectMap', () => {
  it('leads addresses of hosts to their servers, local ones to themselves, and all else to a closed port', () => {
    const text = formatConnectMap([
      { host: '192.0.2.64', port: 25, leadsTo: 4001 },
      { host: '2001:db8::100', port: 25, leadsTo: 4002 },
    ]);
    const rows = parseConnectFile(text, 'connect.map');
    if (!rows.ok) throw new Error(rows.error.message);
    const map = createConnectMap(rows.value);
    const check = (host: string, port: number, expected: string): void => {
      const to = map.resolve(host, port);
      expect(`${to.host} ${to.port}`).toBe(expected);
    };
    check('192.0.2.64', 25, '127.0.0.1 4001');
    check('2001:db8:0::0100', 25, '127.0.0.1 4002');
    check('192.0.2.64', 26, '127.0.0.1 1');
    check('mail.example.org', 443, '127.0.0.1 1');
    check('127.0.0.1', 5353, '127.0.0.1 5353');
    check('::1', 25, '::1 25');
  });
});
