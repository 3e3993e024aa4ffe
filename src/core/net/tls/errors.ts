/** What OpenSSL and Node say of a failed handshake, in our words. */
import type { TlsError } from '../types.ts';

export function tlsError(cause: unknown, where: string): TlsError {
  const { code = '', reason, message } = facts(cause);
  const alert = alertName(code);
  if (alert !== undefined) return alerted(alert, where);
  const said = (reason ?? message).replace(/[^\x20-\x7e]+/g, ' ').slice(0, 200);
  if (NO_SHARED.test(code)) return failure('tls/no-shared', `${where}: ${said}`, { temporary: false });
  if (CLOSED.test(code))
    return failure('tls/closed', `${where}: the peer closed the connection during the TLS handshake`);
  if (/WRONG_VERSION_NUMBER|HTTP_REQUEST|PACKET_LENGTH/.test(code)) {
    const text = `${where}: what the peer sent is not TLS (${said})`;
    return failure('tls/protocol', text, { hint: 'check the port, and --starttls for the protocol spoken there' });
  }
  return failure('tls/protocol', `${where}: the TLS handshake failed: ${said}`, { temporary: false });
}

export function handshakeTimeout(where: string, afterMs: number): TlsError {
  return failure(
    'tls/timeout',
    `${where}: the TLS handshake did not finish within ${Number((afterMs / 1000).toFixed(1))} s`,
  );
}

export function handshakeAborted(where: string): TlsError {
  return { code: 'tls/aborted', message: `${where}: given up on request`, fault: 'local', temporary: true };
}

export function handshakeTooLarge(where: string, maxBytes: number): TlsError {
  return failure('tls/protocol', `${where}: the peer's handshake is larger than ${maxBytes} octets`, {
    temporary: false,
  });
}

export function untrusted(where: string, name: string, why: string): TlsError {
  const hint = 'name the roots with --ca-file, or the name the server has a certificate for';
  return failure('tls/untrusted', `${where}: the certificate is not trusted for ${name}: ${why}`, {
    hint,
    temporary: false,
  });
}

function alerted(alert: string, where: string): TlsError {
  const message = `${where}: the peer ended the TLS handshake with the alert ${alert}`;
  return { ...failure('tls/alert', message, { temporary: TRANSIENT_ALERTS.has(alert) }), alert };
}

interface More {
  readonly hint?: string;
  readonly temporary?: boolean;
}

function failure(code: TlsError['code'], message: string, { hint, temporary = true }: More = {}): TlsError {
  return { code, message, ...(hint !== undefined && { hint }), fault: 'peer', temporary };
}

function facts(cause: unknown): { code?: string; reason?: string; message: string } {
  if (!(cause instanceof Error)) return { message: String(cause) };
  const { code, reason } = cause as Error & { code?: unknown; reason?: unknown };
  return {
    ...(typeof code === 'string' && { code }),
    ...(typeof reason === 'string' && { reason }),
    message: cause.message,
  };
}

/** `ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE` and `ERR_SSL_TLSV1_ALERT_INTERNAL_ERROR` carry the alert's name (RFC 8446 §6). */
function alertName(code: string): string | undefined {
  const name = /ALERT_([A-Z0-9_]+)$/.exec(code)?.[1]?.toLowerCase();
  return name ?? /^ERR_SSL_TLSV1_(UNRECOGNIZED_NAME)$/.exec(code)?.[1]?.toLowerCase();
}

const TRANSIENT_ALERTS: ReadonlySet<string> = new Set(['internal_error', 'close_notify', 'user_cancelled']);
const CLOSED = /^(ECONNRESET|EPIPE|ERR_STREAM_PREMATURE_CLOSE|ERR_SSL_UNEXPECTED_EOF_WHILE_READING)$/;
/** Both ends speak TLS and agree on nothing that was offered. */
const NO_SHARED = /NO_SHARED|NO_CIPHERS?_|UNSUPPORTED_PROTOCOL|NO_PROTOCOLS_AVAILABLE|WRONG_SIGNATURE_TYPE|NO_SUITABLE/;
