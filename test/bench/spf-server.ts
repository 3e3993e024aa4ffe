/** A name server on loopback as a process of its own: any domain under test. has a record of eight look-ups. */
import { fork } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { fileURLToPath } from 'node:url';
import {
  aRdata,
  decodeMessage,
  encodeMessage,
  type Message,
  mxRdata,
  type Question,
  questionOctets,
  type ResourceRecord,
  RR,
  txtRdata,
} from '../../src/core/dns/index.ts';

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

function serve(): void {
  const socket = createSocket('udp4');
  socket.on('message', (octets, { port, address }) => {
    const query = decodeMessage(octets);
    if (query.ok) socket.send(encodeMessage(replyTo(query.value), { question: questionOctets(octets) }), port, address);
  });
  socket.bind(0, '127.0.0.1', () => process.send?.(socket.address().port));
}

function replyTo({ id, opcode, flags, questions, edns }: Message): Message {
  const [question] = questions;
  return {
    id,
    opcode,
    rcode: 0,
    flags: { ...flags, qr: true, ra: true },
    questions,
    answers: question === undefined ? [] : recordsOf(question),
    authorities: [],
    additionals: [],
    ...(edns !== undefined && { edns: { version: 0, udpSize: 4096, dnssecOk: false, options: [] } }),
  };
}
