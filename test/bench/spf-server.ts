/** A name server on loopback as a process of its own: any domain under test. has a record of eight look-ups. */
import { fork } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { fileURLToPath } from 'node:url';
import { aRdata, mxRdata, type Question, type ResourceRecord, RR, txtRdata } from '../../src/core/dns/index.ts';

/** The client is named by the last term alone, so that every look-up is made: four includes, three hosts, one mx. */
export const CLIENT = '192.0.2.1';
export const LOOKUPS = 8;

/** Records of `name`, which is `d1.test` or below it. */
export function recordsOf({ name, type }: Question): readonly ResourceRecord[] {
  const domain = name.split('.').slice(-2).join('.');
  const rdatas = rdatasOf(name === domain ? '' : name.slice(0, -domain.length - 1), domain, type);
  return rdatas.map((rdata) => ({ name, type, class: 1, ttlSeconds: 3600, rdata }));
}

function rdatasOf(host: string, domain: string, type: number): readonly Uint8Array[] {
  if (type === RR.MX) return host === '' ? [mxRdata.encode({ preference: 1, exchange: `mx.${domain}` })] : [];
  if (type === RR.A) return [aRdata.encode('198.51.100.7')];
  if (type !== RR.TXT) return [];
  const includes = ['i1', 'i2', 'i3', 'i4'].map((label) => `include:${label}.${domain}`).join(' ');
  const text =
    host === ''
      ? `v=spf1 ${includes} a:h1.${domain} a:h2.${domain} a:h3.${domain} mx ip4:${CLIENT} -all`
      : 'v=spf1 ip4:198.51.100.0/24 ip4:203.0.113.0/25 ip6:2001:db8::/32 -all';
  return [txtRdata.encode([Uint8Array.from(Buffer.from(text))])];
}

export interface BenchServer {
  readonly port: number;
  close(): void;
}

/** Started apart, so that what it costs is not counted. */
export function startSpfServer(): Promise<BenchServer> {
  const child = fork(fileURLToPath(import.meta.url), ['serve'], { execArgv: process.execArgv });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('message', (port) => resolve({ port: Number(port), close: () => child.kill() }));
  });
}

if (process.argv[2] === 'serve') serve();

/**
 * The cheapest server there can be, since its cost would stand before both contestants' figures: the answer's octets are
 * made once for each host and type, and a reply is the query with them behind its question.
 */
function serve(): void {
  const socket = createSocket('udp4');
  const answers = new Map<string, Buffer>();
  socket.on('message', (query, { port, address }) => {
    const reply = replyTo(query, answers);
    if (reply !== undefined) socket.send(reply, port, address);
  });
  socket.bind(0, '127.0.0.1', () => process.send?.(socket.address().port));
}

const HEADER_OCTETS = 12;

/** Hosts of every domain have the same answers but for names in them, so only `dN` itself is made anew. */
function replyTo(query: Buffer, answers: Map<string, Buffer>): Buffer | undefined {
  const labels: string[] = [];
  let at = HEADER_OCTETS;
  while (query[at] !== 0 && at < query.length) {
    const end = at + 1 + query[at]!;
    labels.push(query.toString('latin1', at + 1, end));
    at = end;
  }
  const end = at + 5;
  if (end > query.length) return undefined;
  const type = query.readUInt16BE(at + 1);
  const name = labels.join('.').toLowerCase();
  const key = labels.length > 2 ? `${type} ${labels[0]}` : undefined;
  const known = key === undefined ? undefined : answers.get(key);
  const answer = known ?? answerOctets(name, type);
  if (key !== undefined) answers.set(key, answer);
  const reply = Buffer.concat([query.subarray(0, end), answer]);
  reply.writeUInt16BE(0x8180, 2); // QR, RD, RA
  reply.writeUInt16BE(answer.length > 0 ? 1 : 0, 6);
  reply.writeUInt32BE(0, 8);
  return reply;
}

/** At most one record, its owner a pointer to the question. */
function answerOctets(name: string, type: number): Buffer {
  const [record] = recordsOf({ name, type });
  if (record === undefined) return Buffer.alloc(0);
  const head = Buffer.from([0xc0, HEADER_OCTETS, 0, type, 0, 1, 0, 0, 0x0e, 0x10, 0, 0]);
  head.writeUInt16BE(record.rdata.length, 10);
  return Buffer.concat([head, record.rdata]);
}
