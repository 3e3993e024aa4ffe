/** Where `--trace` looks in: every DNS query, SMTP line and TLS step passes one of these. */
export interface TraceEvent {
  readonly source: 'net' | 'dns' | 'smtp' | 'tls' | 'http';
  /** `out` was sent by us, `in` came from the peer, `note` is neither. */
  readonly direction: 'out' | 'in' | 'note';
  /** Who is spoken to, as `address:port` or a name; absent for notes of our own. */
  readonly peer?: string;
  /** One line, already free of secrets and control characters. */
  readonly text: string;
}

export type Trace = (event: TraceEvent) => void;

export const noTrace: Trace = () => {};
