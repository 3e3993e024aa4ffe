/** A configuration of ocsp watch never throws; what is wrong with it is told with a line, and what is right is complete. */
import { parseWatchConfig } from '../../src/core/stapling/index.ts';

const EXAMPLE = `hook = /bin/reload "a b" 'c'
alarm = 1d12h
[/etc/ssl/mx.pem]
out = mx.ocsp
url = http://a.test/ https://b.test/
margin = 10
nonce = yes
`;

export const target = {
  name: 'watch-config',
  seeds: [Uint8Array.from(Buffer.from(EXAMPLE))],
  run(bytes: Uint8Array): void {
    const parsed = parseWatchConfig(Buffer.from(bytes).toString('latin1'), '/etc/proofs.conf');
    if (!parsed.ok && !parsed.error.message.startsWith('/etc/proofs.conf')) throw new Error(parsed.error.message);
    if (parsed.ok && parsed.value.some(({ cert, out }) => !cert.startsWith('/') || !out.startsWith('/')))
      throw new Error('a file without its folder');
  },
};
