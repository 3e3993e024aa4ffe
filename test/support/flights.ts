/** What a real TLS server says to a hello of ours, as octets. */
import { connect as dial } from 'node:net';
import { createServer } from 'node:tls';
import {
  encodeClientHello,
  helloExtension as extension,
  helloRecords,
  readServerFlight,
} from '../../src/core/net/index.ts';
import { formatPem } from '../../src/core/pki/issue.ts';
import { makeShare } from '../../src/core/survey/key-shares.ts';
import type { Credential } from '../../src/lab/ca/index.ts';

export async function recordFlight(credential: Credential, version: 'TLSv1.2' | 'TLSv1.3'): Promise<Uint8Array> {
  const server = createServer({
    key: credential.keyPem,
    cert: credential.chain.map((der) => formatPem('CERTIFICATE', der)).join(''),
    minVersion: version,
    maxVersion: version,
  });
  server.on('tlsClientError', () => {}); // no handshake here is meant to end
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const socket = dial((server.address() as { port: number }).port, '127.0.0.1');
  socket.write(helloOf(version));
  const parts: Uint8Array[] = [];
  try {
    for await (const part of socket as AsyncIterable<Uint8Array>) {
      parts.push(part);
      const reading = readServerFlight(Buffer.concat(parts));
      if (reading.kind !== 'more' && !(reading.kind === 'hello' && !reading.isComplete)) break;
    }
  } finally {
    socket.destroy();
    server.close();
  }
  return Buffer.concat(parts);
}

function helloOf(version: 'TLSv1.2' | 'TLSv1.3'): Uint8Array {
  const is13 = version === 'TLSv1.3';
  const message = encodeClientHello(
    {
      legacyVersion: 0x0303,
      cipherSuites: is13 ? [0x1301] : [0xc02f],
      extensions: [
        extension.supportedGroups([29]),
        extension.signatureAlgorithms([0x0804, 0x0401]),
        ...(is13 ? [extension.supportedVersions([0x0304]), extension.keyShares([makeShare(['x25519'])!])] : []),
      ],
    },
    new Uint8Array(32).fill(3),
  );
  return helloRecords(message, 0x0301);
}
