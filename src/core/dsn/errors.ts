/** Why there is no report to read, or none to write. */
import type { Failure } from '../../base/index.ts';

export type DsnErrorCode =
  | 'dsn/not-a-report'
  | 'dsn/too-large'
  | 'dsn/parameter'
  | 'dsn/null-sender'
  | 'dsn/is-a-report'
  | 'dsn/auto-submitted'
  | 'dsn/bulk-delay'
  | 'dsn/not-asked-for'
  | 'dsn/spec';
export type DsnError = Failure<DsnErrorCode>;

export const dsnError = (code: DsnErrorCode, message: string, hint?: string): DsnError => ({
  code,
  message,
  ...(hint !== undefined && { hint }),
  fault: 'configuration',
  temporary: false,
});
