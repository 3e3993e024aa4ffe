/** Whatever a client says first is read, refused or waited for, and what is read can be chosen by. */
import { readClientHello, usableKeyTypes } from '../../src/core/net/index.ts';

/** A small ClientHello with SNI, two signature schemes and status_request. */
const HELLO =
  '160301005d01000059030300000000000000000000000000000000000000000000000000000000000000000000041301c02b' +
  '0100002c0000000c000a0000076d782e74657374000d0006000404030804000500050100000000002b0005040304' +
  '0303';

export const target = {
  name: 'client-hello',
  seeds: [Uint8Array.from(Buffer.from(HELLO, 'hex'))],
  run(bytes: Uint8Array): void {
    const reading = readClientHello(bytes);
    if (reading.kind === 'hello') usableKeyTypes(reading.hello);
  },
};
