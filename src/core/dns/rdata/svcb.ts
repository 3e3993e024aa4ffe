/** SVCB and HTTPS: how to reach a service (RFC 9460 §2). */
import { formatName } from '../name.ts';
import { RR } from '../rr-types.ts';
import type { Name } from '../types.ts';
import { defineRdata } from './define.ts';
import type { FieldReader } from './field-reader.ts';
import type { RdataReader } from './rdata-reader.ts';
import { formatParam, parseParam, type SvcParam } from './svcb-params.ts';
import type { RdataDef } from './types.ts';

export interface Svcb {
  /** 0 is an alias to `target` (RFC 9460 §2.4.2). */
  readonly priority: number;
  readonly target: Name;
  /** In ascending order of keys, each key once. */
  readonly params: readonly SvcParam[];
}

export const svcbRdata = serviceBinding(RR.SVCB, 'SVCB');
export const httpsRdata = serviceBinding(RR.HTTPS, 'HTTPS');

function serviceBinding(type: number, mnemonic: string): RdataDef<Svcb> {
  return defineRdata<Svcb>(
    {
      type,
      mnemonic,
      refs: ['RFC 9460 §2.2'],
      // "TargetName … uncompressed" (RFC 9460 §2.2), and not in RFC 4034 §6.2's list.
      names: { skip: 2, count: 1, compressed: false, folded: false },
    },
    {
      read: (reader) => ({
        priority: reader.u16('priority'),
        target: reader.name('target'),
        params: readParams(reader),
      }),
      write: (svcb, writer) => {
        writer.u16(svcb.priority).name(svcb.target);
        for (const { key, value } of svcb.params) writer.u16(key).u16(value.length).bytes(value);
      },
      format: (svcb) => [svcb.priority, formatName(svcb.target), ...svcb.params.map(formatParam)].join(' '),
      parse: (fields) => ({
        priority: fields.u16('priority'),
        target: fields.name('target'),
        params: parseParams(fields),
      }),
    },
  );
}

function readParams(reader: RdataReader): readonly SvcParam[] {
  const params: SvcParam[] = [];
  let last = -1;
  while (reader.remaining > 0) {
    const key = reader.u16('parameter key');
    const value = reader.bytes(reader.u16('parameter length'), 'parameter');
    // "a client MUST consider the RR malformed if … SvcParamKeys are not in strictly increasing order" (RFC 9460 §2.2)
    if (key <= last) reader.fail('its parameter keys are out of order');
    last = key;
    params.push({ key, value });
  }
  return params;
}

function parseParams(fields: FieldReader): readonly SvcParam[] {
  const params: SvcParam[] = [];
  while (fields.remaining > 0) {
    const param = parseParam(fields);
    if (params.some((other) => other.key === param.key)) fields.fail('a parameter is given twice');
    params.push(param);
  }
  return params.sort((a, b) => a.key - b.key);
}
