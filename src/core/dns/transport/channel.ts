/** A way to one server: takes a query's octets, gives the octets of the response that fits it. */
import type { Result } from '../../../base/index.ts';
import type { DnsError, Question } from '../types.ts';

export interface ChannelRequest {
  readonly question: Question;
  /** The query, its identifier included; channels that choose their own write it into a copy. */
  readonly query: Uint8Array;
  /** The question must come back in the same upper and lower case. */
  readonly exactCase: boolean;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

export interface Channel {
  /** `udp`, `tcp`, `tls`, `https`: for the trace. */
  readonly transport: string;
  ask(request: ChannelRequest): Promise<Result<Uint8Array, DnsError>>;
  close(): void;
}

export function dialOptions({ timeoutMs, signal }: ChannelRequest): { timeoutMs: number; signal?: AbortSignal } {
  return signal === undefined ? { timeoutMs } : { timeoutMs, signal };
}
