/** A message as it is told of. */
import {
  addressOf,
  decodeXtext,
  type Envelope,
  formatOriginalRecipient,
  type MailParameters,
  type Recipient,
} from '../smtp/index.ts';
import type { SinkMessage, SinkRecipient } from './types.ts';

export function describeEnvelope({
  from,
  parameters,
  recipients,
}: Envelope): Pick<SinkMessage, 'from' | 'to' | 'recipients' | 'parameters'> {
  const told = recipients.map(describeRecipient);
  const isPlain = told.every(({ notify, orcpt }) => notify === undefined && orcpt === undefined);
  return {
    from: addressOf(from),
    to: told.map(({ address }) => address),
    ...(!isPlain && { recipients: told }),
    parameters: describeParameters(parameters),
  };
}

function describeRecipient({ to, parameters: { notify, orcpt } }: Recipient): SinkRecipient {
  return {
    address: addressOf(to),
    ...(notify !== undefined && { notify }),
    ...(orcpt !== undefined && { orcpt: formatOriginalRecipient(orcpt) }),
  };
}

/** By keyword; those without a value say `true`. What came in xtext is told decoded. */
function describeParameters({ unknown, envid, ...given }: MailParameters): Readonly<Record<string, string>> {
  const known = { ...given, ...(envid !== undefined && { envid: plain(envid) }) };
  const rows = Object.entries(known).map(([key, value]) => [key.toUpperCase(), String(value)] as const);
  return Object.fromEntries([...rows, ...unknown.map(({ keyword, value }) => [keyword, value ?? 'true'] as const)]);
}

function plain(xtext: string): string {
  const decoded = decodeXtext(xtext);
  return decoded.ok ? decoded.value : xtext;
}
