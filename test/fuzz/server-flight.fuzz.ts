/** What a server answers to a hello of ours never throws, and nothing is read out of nothing. */
import { readServerFlight } from '../../src/core/net/index.ts';
import { readKeyExchange } from '../../src/core/survey/key-exchange.ts';

/** A ServerHello of TLS 1.2 without extensions, a chain of one empty certificate, a key exchange, and the end of the flight. */
const hello = [2, 0, 0, 38, 3, 3, ...Array<number>(32).fill(5), 0, 0xc0, 0x2f, 0];
const certificate = [11, 0, 0, 7, 0, 0, 4, 0, 0, 1, 0x30];
const keyExchange = [12, 0, 0, 10, 3, 0, 29, 2, 4, 1, 8, 4, 0, 0];
const flight = [...hello, ...certificate, ...keyExchange, 14, 0, 0, 0];

export const target = {
  name: 'server-flight',
  seeds: [
    Uint8Array.from([22, 3, 3, 0, flight.length, ...flight]),
    Uint8Array.of(21, 3, 3, 0, 2, 2, 40),
    Uint8Array.from([22, 3, 3, 0, hello.length, ...hello, 21, 3, 3, 0, 2, 2, 80]),
  ],
  run(bytes: Uint8Array): void {
    const reading = readServerFlight(bytes);
    if (reading.kind !== 'hello') return;
    const { hello: said, keyExchange: body } = reading.flight;
    if (body !== undefined) readKeyExchange(body, said.cipher, said.version);
    if (bytes.length < 43) throw new Error('a ServerHello out of fewer octets than it has');
  },
};
