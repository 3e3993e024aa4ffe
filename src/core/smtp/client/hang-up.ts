/** How a connection ends: by us, or by an alert of the other side. */
import type { Connection } from '../../net/index.ts';

const HANG_UP_MS = 1000;

/** All that was written goes out; then the connection ends, whether the peer likes it or not. */
export function hangUp(connection: Connection): void {
  const { stream } = connection;
  const timer = setTimeout(() => connection.destroy(), HANG_UP_MS);
  stream.once('close', () => clearTimeout(timer));
  stream.end(() => connection.destroy());
}

/** A fatal alert of TLS, such as `certificate required` (RFC 8446 §6.2), as OpenSSL names it. */
export function alertOf({ code = '' }: NodeJS.ErrnoException): string | undefined {
  const [, name] = /^ERR_SSL_(?:SSL|TLS)V\d+_ALERT_(\w+)$/.exec(code) ?? [];
  return name?.toLowerCase().replaceAll('_', ' ');
}
