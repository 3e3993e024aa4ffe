/** Generators for property tests: names, RDATA, records, messages. */
import fc from 'fast-check';
import { fromHex } from '../../../src/base/index.ts';
import { fromRawLabels, type Message, parseType, type ResourceRecord } from '../../../src/core/dns/index.ts';
import { vectors } from './rdata/vectors.ts';

const octetLabel = fc
  .uint8Array({ minLength: 1, maxLength: 20 })
  .map((octets) => Buffer.from(octets).toString('latin1'));
const plainLabel = fc.string({ unit: fc.constantFrom('a', 'b', 'x', '0', '-', '_'), minLength: 1, maxLength: 20 });

/** Any name of up to eight labels, odd octets included. */
export const anyName = fc
  .array(fc.oneof(octetLabel, plainLabel), { maxLength: 8 })
  .map((labels) => fromRawLabels(labels))
  .map((name) => (name.ok ? name.value : ''));

/** Records with the RDATA of our vectors, or of a type nobody knows. */
export const anyRecord: fc.Arbitrary<ResourceRecord> = fc
  .record({
    name: anyName,
    class: fc.constant(1),
    ttlSeconds: fc.integer({ min: 0, max: 0x7fff_ffff }),
    data: fc.oneof(
      fc.constantFrom(...vectors.map(({ type, hex }) => ({ type: parseType(type)!, rdata: fromHex(hex)! }))),
      fc.record({ type: fc.constant(65_280), rdata: fc.uint8Array({ maxLength: 40 }) }),
    ),
  })
  .map(({ data, ...rest }) => ({ ...rest, ...data }));

const section = fc.array(anyRecord, { maxLength: 4 });

export const anyMessage: fc.Arbitrary<Message> = fc.record({
  id: fc.integer({ min: 0, max: 0xffff }),
  opcode: fc.constantFrom(0, 4, 5),
  flags: fc.record({
    qr: fc.boolean(),
    aa: fc.boolean(),
    tc: fc.boolean(),
    rd: fc.boolean(),
    ra: fc.boolean(),
    ad: fc.boolean(),
    cd: fc.boolean(),
  }),
  questions: fc.array(fc.record({ name: anyName, type: fc.integer({ min: 0, max: 0xffff }), class: fc.constant(1) }), {
    maxLength: 1,
  }),
  answers: section,
  authorities: section,
  additionals: section,
  // The upper bits of the RCODE need OPT to travel in.
  rcode: fc.integer({ min: 0, max: 4095 }),
  edns: fc.record({
    version: fc.constant(0),
    udpSize: fc.integer({ min: 512, max: 65_535 }),
    dnssecOk: fc.boolean(),
    options: fc.array(
      fc.record({ code: fc.integer({ min: 0, max: 0xffff }), data: fc.uint8Array({ maxLength: 20 }) }),
      {
        maxLength: 3,
      },
    ),
  }),
});
