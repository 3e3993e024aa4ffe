/** Who a message says it is from, in the order in which Exim tries them: Sender, Reply-To, From. */
import { readMailAddresses } from '../../../expand/index.ts';
import type { AclRun } from '../../engine/run.ts';
import { printable } from '../../printable.ts';
import type { HeaderSender, HeaderSenders } from '../../verify-question.ts';
import { addressFault, UNQUALIFIED } from './address-fault.ts';
import { fieldsOf, itemsOf } from './fields.ts';

const FIELDS = ['sender', 'reply-to', 'from'];

/** Up to the first that cannot be read: what stands behind that is not looked at. */
export function headerSenders(run: AclRun): HeaderSenders {
  const fields = fieldsOf(run);
  const addresses: HeaderSender[] = [];
  for (const { name, value } of FIELDS.flatMap((one) => fields.filter(({ name }) => name.toLowerCase() === one))) {
    for (const { text, inGroup } of itemsOf(value)) {
      const fault = addressFault(text, inGroup);
      if (fault !== undefined && fault !== UNQUALIFIED) return { addresses, fault: sentence(name, text, fault) };
      const [read] = readMailAddresses(text);
      if (read !== undefined) addresses.push({ field: name, address: read.address, isQualified: fault === undefined });
    }
  }
  return { addresses };
}

const sentence = (name: string, item: string, fault: string): string =>
  printable(`syntax error in '${name}:' header when scanning for sender: ${fault} in "${item.trimEnd()}"`);
