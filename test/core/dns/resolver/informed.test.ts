import { describe, expect, it } from 'vitest';
import { createInformedResolver, RR } from '../../../../src/core/dns/index.ts';
import type { Answer, DnsError, Question, Resolver } from '../../../../src/core/dns/types.ts';

const asked: Question = { name: 'example.org', type: RR.TXT };
const answer = (status: Answer['status']): Answer => ({
  question: asked,
  status,
  rcode: 0,
  canonicalName: 'example.org',
  aliases: [],
  records: [],
  reasons: [],
  ttlSeconds: 1,
});
const refused = (question: Question): DnsError => ({
  code: 'dns/refused',
  message: 'it answered REFUSED',
  fault: 'network',
  temporary: true,
  question,
});

function resolverOf(found: Answer | DnsError): Resolver {
  const result = 'status' in found ? ({ ok: true, value: found } as const) : ({ ok: false, error: found } as const);
  return { lookup: () => Promise.resolve(result), close: () => Promise.resolve() };
}

async function statusOf(validating: Answer | DnsError): Promise<string> {
  const resolver = createInformedResolver(resolverOf(validating), resolverOf(answer('indeterminate')));
  const found = await resolver.lookup(asked.name, asked.type);
  return found.ok ? found.value.status : found.error.code;
}

describe('a look-up that DNSSEC informs and does not decide', () => {
  it('is the validated one where there is one', async () => {
    expect(await statusOf(answer('secure'))).toBe('secure');
    expect(await statusOf(answer('bogus'))).toBe('bogus');
  });
  it('is the plain one where the chain of trust cannot be walked', async () => {
    expect(await statusOf(refused({ name: '', type: RR.DNSKEY }))).toBe('indeterminate');
    expect(await statusOf(refused({ name: 'example.org', type: RR.DS }))).toBe('indeterminate');
  });
  it('fails where the question itself is not answered', async () => {
    expect(await statusOf(refused(asked))).toBe('dns/refused');
  });
});
