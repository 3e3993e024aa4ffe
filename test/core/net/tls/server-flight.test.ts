import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { type FlightReading, readServerFlight } from '../../../../src/core/net/index.ts';
import { type Credential, createLabCa } from '../../../../src/lab/ca/index.ts';
import { recordFlight } from '../../../support/flights.ts';

let rsa: Credential;
const flights = new Map<string, Uint8Array>();

beforeAll(async () => {
  const ca = await createLabCa(new Date());
  rsa = await ca.issue({ keyType: 'rsa', names: ['mx.test'] });
  for (const version of ['TLSv1.2', 'TLSv1.3'] as const) flights.set(version, await recordFlight(rsa, version));
});

function read(name: string, end?: number): FlightReading {
  return readServerFlight(flights.get(name)!.subarray(0, end));
}

describe('readServerFlight', () => {
  it('reads a whole flight of TLS 1.2: choice, chain, key exchange (RFC 5246 §7.4)', () => {
    const reading = read('TLSv1.2');
    expect(reading).toMatchObject({ kind: 'hello', isComplete: true, flight: { hello: { version: 0x0303 } } });
    const flight = reading.kind === 'hello' ? reading.flight : undefined;
    expect(flight?.chain.map((der) => der.length)).toEqual(rsa.chain.map((der) => der.length));
    expect(flight?.keyExchange?.[0]).toBe(3); // named_curve (RFC 8422 §5.4)
  });

  it('is content with the ServerHello of TLS 1.3, behind which all is encrypted (RFC 8446 §2)', () => {
    expect(read('TLSv1.3')).toMatchObject({
      kind: 'hello',
      isComplete: true,
      flight: { hello: { version: 0x0304, isRetry: false, group: 29 }, chain: [] },
    });
  });

  it('tells in TLS 1.3 whether the server went on behind its hello, by the size of the next record (RFC 8446 §5.2)', () => {
    const whole = [...flights.get('TLSv1.3')!];
    const hello = whole.slice(0, 5 + whole[3]! * 256 + whole[4]!);
    const then = (type: number, length: number): FlightReading =>
      readServerFlight(Uint8Array.from([...hello, 20, 3, 3, 0, 1, 1, type, 3, 3, 0, length, ...Array(length).fill(9)]));
    expect(readServerFlight(Uint8Array.from(hello))).toMatchObject({ kind: 'hello', isComplete: false });
    expect(then(23, 40)).toMatchObject({ kind: 'hello', isComplete: true });
    expect(then(23, 19)).toEqual({ kind: 'alert', alert: 'unreadable_under_encryption' });
    expect(then(23, 11)).toMatchObject({ kind: 'alert' });
  });

  it('asks for more wherever a flight is cut, and never throws', () => {
    const whole = flights.get('TLSv1.2')!;
    for (let end = 0; end < whole.length; end += 17) {
      const reading = read('TLSv1.2', end);
      expect(reading.kind === 'more' || (reading.kind === 'hello' && !reading.isComplete)).toBe(true);
    }
  });

  it.each([
    ['an alert, by its name (RFC 8446 §6)', [21, 3, 3, 0, 2, 2, 40], { kind: 'alert', alert: 'handshake_failure' }],
    ['an alert nobody knows', [21, 3, 3, 0, 2, 2, 200], { kind: 'alert', alert: 'alert_200' }],
    ['a warning, and waits', [21, 3, 3, 0, 2, 1, 112], { kind: 'more' }],
    ['words in clear', [...Buffer.from('220 mx')], { kind: 'not-tls' }],
    ['a message that is no ServerHello', [22, 3, 3, 0, 4, 14, 0, 0, 0], { kind: 'not-tls' }],
    ['a ServerHello that ends too soon', [22, 3, 3, 0, 6, 2, 0, 0, 2, 3, 3], { kind: 'not-tls' }],
  ])('tells %s', (_what, octets, expected) => {
    expect(readServerFlight(Uint8Array.from(octets))).toMatchObject(expected);
  });

  it('never throws on a flight with octets changed', () => {
    const whole = flights.get('TLSv1.2')!;
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 8 }), (changes) => {
        const bytes = Uint8Array.from(whole);
        for (const [at, value] of changes) bytes[at] = value;
        readServerFlight(bytes);
      }),
      { seed: 11, numRuns: 300 },
    );
  });
});
