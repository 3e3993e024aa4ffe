/** What is said over the control channel: one JSON object a line, one question and one answer a connection. */
import { err, ok, type Result } from '../../base/index.ts';
import type { LabError } from './folder.ts';

export type LabRequest =
  | { readonly op: 'status' }
  | { readonly op: 'break'; readonly domain: string; readonly fault: string }
  /** Without a domain: all of them. */
  | { readonly op: 'fix'; readonly domain?: string }
  | { readonly op: 'down' };

export interface LabStatus {
  readonly pid: number;
  /** RFC 3339. */
  readonly startedAt: string;
  /** Settings for every command, by the names of their environment variables. */
  readonly env: Readonly<Record<string, string>>;
  readonly bulkDomains: number;
  /** Domain → fault, of those that `break` spoiled. */
  readonly broken: Readonly<Record<string, string>>;
}

/** The status after the request was carried out, or why it was not. */
export type LabResponse = Result<LabStatus, LabError>;

/** Longest line either side takes. */
export const MAX_LINE_BYTES = 1 << 20;

export const formatLine = (message: LabRequest | LabResponse): string => `${JSON.stringify(message)}\n`;

/** A request as it came in, checked; an error names what is wrong with it. */
export function parseRequest(line: string): Result<LabRequest, string> {
  const value = parseObject(line);
  if (value === undefined) return err('not a JSON object');
  const { op, domain, fault } = value;
  if (op === 'status' || op === 'down') return ok({ op });
  if (op === 'fix' && domain === undefined) return ok({ op });
  if (typeof domain !== 'string') return err('"domain" must be a text');
  if (op === 'fix') return ok({ op, domain });
  if (op !== 'break') return err('"op" must be status, break, fix or down');
  return typeof fault === 'string' ? ok({ op, domain, fault }) : err('"fault" must be a text');
}

/** An answer of a lab; the peer is a process of the same user, so its shape is checked no further than "object with ok". */
export function parseResponse(line: string): LabResponse | undefined {
  const value = parseObject(line);
  return typeof value?.ok === 'boolean' ? (value as unknown as LabResponse) : undefined;
}

function parseObject(line: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
