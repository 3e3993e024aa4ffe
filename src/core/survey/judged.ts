/** What is judged: one address as it was seen, and from where one looks at it. */
import type { Scope } from '../../base/index.ts';
import type { StartTlsProtocol } from '../tls/index.ts';
import type { AddressSurvey } from './types.ts';

export interface Judged {
  readonly survey: AddressSurvey;
  readonly protocol: StartTlsProtocol;
  readonly scope: Scope;
  readonly at: Date;
}
