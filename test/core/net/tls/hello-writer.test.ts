import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  encodeClientHello,
  helloExtension as extension,
  type HelloOffer,
  helloRecords,
  readClientHello,
} from '../../../../src/core/net/index.ts';

const random = new Uint8Array(32).fill(9);

const offer: HelloOffer = {
  legacyVersion: 0x0303,
  cipherSuites: [0x1301, 0xc02f],
  extensions: [
    extension.serverName('mx.example.org'),
    extension.supportedGroups([29, 23]),
    extension.signatureAlgorithms([0x0403, 0x0804]),
    extension.supportedVersions([0x0304, 0x0303]),
    extension.statusRequest(),
    extension.keyShares([{ group: 29, key: new Uint8Array(32).fill(1) }]),
  ],
};

describe('a hello of ours', () => {
  it('is read as what it offers (RFC 8446 §4.1.2)', () => {
    expect(readClientHello(helloRecords(encodeClientHello(offer, random), 0x0301))).toEqual({
      kind: 'hello',
      hello: {
        versions: [0x0304, 0x0303],
        cipherSuites: [0x1301, 0xc02f],
        serverName: 'mx.example.org',
        signatureSchemes: [0x0403, 0x0804],
        groups: [29, 23],
        alpn: [],
        wantsProof: true,
        wantsTicket: false,
        offersSession: false,
      },
    });
  });

  it('has no extensions field without extensions, as SSL 3 wants it', () => {
    const message = encodeClientHello({ legacyVersion: 0x0300, cipherSuites: [10], extensions: [] }, random);
    expect(message.length).toBe(4 + 2 + 32 + 1 + 2 + 2 + 2);
    expect(readClientHello(helloRecords(message, 0x0300))).toMatchObject({
      kind: 'hello',
      hello: { versions: [0x0300] },
    });
  });

  it('says the same however it is cut into records (RFC 8446 §5.1)', () => {
    const message = encodeClientHello(offer, random);
    const whole = readClientHello(helloRecords(message, 0x0301));
    fc.assert(
      fc.property(fc.integer({ min: 1, max: message.length }), (fragment) => {
        expect(readClientHello(helloRecords(message, 0x0301, fragment))).toEqual(whole);
      }),
      { seed: 7, numRuns: 60 },
    );
  });

  it('is as long as its padding makes it (RFC 7685)', () => {
    const plain = encodeClientHello(offer, random).length;
    const padded = { ...offer, extensions: [...offer.extensions, extension.padding(1000)] };
    expect(encodeClientHello(padded, random).length).toBe(plain + 1004);
  });
});
