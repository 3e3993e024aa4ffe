/** The questions to the DNS that names are made of; `undefined` where nobody can know just now. */
import { formatIpv4, formatIpv6, type Result } from '../../base/index.ts';
import { type Mx, mxRdata, parseName, ptrRdata, type Resolver, RR, reverseName } from '../../core/dns/index.ts';
import type { Later } from '../expand/index.ts';

export interface Questions {
  readonly ipv4: (name: string) => Promise<readonly string[] | undefined>;
  readonly ipv6: (name: string) => Promise<readonly string[] | undefined>;
  readonly ptr: (address: string) => Promise<readonly string[] | undefined>;
  readonly mx: (domain: string) => Promise<readonly Mx[] | undefined>;
}

export function createQuestions(
  open: () => Later<Result<Pick<Resolver, 'lookup'>, { readonly message: string }>>,
  withoutIpv6: boolean,
): Questions {
  const records = async (written: string, type: number): Promise<readonly Uint8Array[] | undefined> => {
    // What cannot be a name has no records.
    const name = parseName(written);
    if (!name.ok || name.value === '') return [];
    const resolver = await open();
    if (!resolver.ok) return undefined;
    const answer = await resolver.value.lookup(name.value, type);
    if (!answer.ok || answer.value.status === 'bogus') return undefined;
    return answer.value.records.map(({ rdata }) => rdata);
  };
  const read = async <T>(
    name: string,
    type: number,
    decode: (rdata: Uint8Array) => T | undefined,
  ): Promise<readonly T[] | undefined> =>
    (await records(name, type))?.map(decode).filter((each): each is Awaited<T> & T => each !== undefined);
  return {
    ipv4: (name) => read(name, RR.A, (rdata) => (rdata.length === 4 ? formatIpv4(rdata) : undefined)),
    ipv6: async (name) =>
      withoutIpv6 ? [] : read(name, RR.AAAA, (rdata) => (rdata.length === 16 ? formatIpv6(rdata) : undefined)),
    ptr: async (address) => {
      const name = reverseName(address);
      return name === undefined ? [] : read(name, RR.PTR, (rdata) => decodedOf(ptrRdata.decode(rdata)));
    },
    mx: (domain) => read(domain, RR.MX, (rdata) => decodedOf(mxRdata.decode(rdata))),
  };
}

const decodedOf = <T>(read: Result<T, unknown>): T | undefined => (read.ok ? read.value : undefined);

/** Of two answers: what is known of either; undefined where nothing is, and something might be. */
export function eitherOf(
  one: readonly string[] | undefined,
  other: readonly string[] | undefined,
): readonly string[] | undefined {
  const known = [...(one ?? []), ...(other ?? [])];
  return known.length === 0 && (one === undefined || other === undefined) ? undefined : known;
}
