/** Lookup types as written: reading never throws; what is read names a driver, and the keys it tries are bounded by the key's dots. */
import { isFailure } from '../../src/mta/expand/index.ts';
import { parseLookupType } from '../../src/mta/lookup/index.ts';

const TYPES = [
  'lsearch',
  'partial-lsearch*@',
  'partial12(.)cdb*,ret=key,cache=no',
  'dsearch,ret=full,filter=dir',
  'dnsdb',
  'partial-passwd',
];

export const target = {
  name: 'lookup-type',
  seeds: TYPES.map((text) => Uint8Array.from(Buffer.from(text))),
  run(bytes: Uint8Array): void {
    const text = Buffer.from(bytes).toString('latin1');
    const type = parseLookupType(text);
    if (isFailure(type)) {
      if (type.kind !== 'failed' || type.message === '') throw new Error('a fault without words');
      return;
    }
    if (!text.includes(type.driver.name)) throw new Error('a driver that was not written');
    if (type.driver.style === 'query' && (type.partial ?? type.fallback) !== undefined)
      throw new Error('a query with keys to try');
  },
};
