import { describe, expect, it } from 'vitest';
import { proxyFor } from '../../../../src/core/net/http/proxies.ts';

function check(url: string, environment: Readonly<Record<string, string>>, expected: string | undefined): void {
  const found = proxyFor(new URL(url), environment);
  expect(found.ok ? found.value?.origin : found.error.code).toBe(expected);
}

const PROXY = { http_proxy: 'http://proxy.test:3128' };

describe('the proxy of a URL', () => {
  it.each([
    ['http://ocsp.test/', {}, undefined],
    ['http://ocsp.test/', PROXY, 'http://proxy.test:3128'],
    ['https://ocsp.test/', PROXY, undefined],
    ['https://ocsp.test/', { HTTPS_PROXY: 'https://proxy.test' }, 'https://proxy.test'],
    ['http://ocsp.test/', { HTTP_PROXY: 'http://upper.test:1' }, 'http://upper.test:1'],
    ['http://ocsp.test/', { HTTP_PROXY: 'http://forged.test:1', REQUEST_METHOD: 'GET' }, undefined],
    ['http://ocsp.test/', { ...PROXY, HTTP_PROXY: 'http://upper.test:1' }, 'http://proxy.test:3128'],
    ['https://ocsp.test/', { all_proxy: 'proxy.test:8080' }, 'http://proxy.test:8080'],
    ['http://ocsp.test/', { http_proxy: '' }, undefined],
    ['http://ocsp.test/', { http_proxy: 'socks5://proxy.test' }, 'net/address'],
    ['http://ocsp.test/', { http_proxy: 'http://' }, 'net/address'],
  ] as const)('%s with %j: %s', (url, environment, expected) => check(url, environment, expected));
});

describe('no_proxy', () => {
  it.each([
    ['http://ocsp.test/', 'ocsp.test'],
    ['http://a.ocsp.test/', 'ocsp.test'],
    ['http://a.ocsp.test/', '.ocsp.test'],
    ['http://a.ocsp.test/', '*.ocsp.test'],
    ['http://ocsp.test/', 'other.test, OCSP.test'],
    ['http://ocsp.test:8080/', 'ocsp.test:8080'],
    ['http://ocsp.test/', '*'],
    ['http://192.0.2.7/', '192.0.2.0/24'],
    ['http://192.0.2.7/', '192.0.2.7'],
    ['http://[2001:db8::7]/', '2001:db8::7'],
    ['http://[2001:db8::7]/', '2001:db8::/32'],
    ['http://[2001:db8::7]:81/', '[2001:db8::7]:81'],
  ])('%s is reached directly by %s', (url, noProxy) => check(url, { ...PROXY, no_proxy: noProxy }, undefined));
  it.each([
    ['http://notocsp.test/', 'ocsp.test'],
    ['http://ocsp.test/', 'ocsp.test:8080'],
    ['http://192.0.3.7/', '192.0.2.0/24'],
    ['http://192.0.2.7/', '192.0.2.0/99'],
    ['http://192.0.2.7/', '2001:db8::/32'],
    ['http://ocsp.test/', '192.0.2.0/24'],
  ])('%s is not, by %s', (url, noProxy) => check(url, { ...PROXY, no_proxy: noProxy }, 'http://proxy.test:3128'));
});
