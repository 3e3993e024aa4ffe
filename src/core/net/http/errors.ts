/** What undici and OpenSSL say of a request that failed, in our words. */

import { netError, networkFailure } from '../errors.ts';
import type { NetError } from '../types.ts';
import { LookupFailed } from './connect.ts';

/** @param where  the URL, and the proxy where there is one */
export function httpError(cause: unknown, where: string): NetError {
  const causes = [...causesOf(cause)];
  const lookup = causes.find((one) => one instanceof LookupFailed);
  if (lookup instanceof LookupFailed) {
    const { message, hint, fault, temporary } = lookup.failure;
    return {
      code: 'net/lookup',
      message: `${where}: ${message}`,
      fault,
      temporary,
      ...(hint !== undefined && { hint }),
    };
  }
  const code = causes.map(codeOf).find((one) => CERTIFICATE[one] !== undefined);
  if (code !== undefined) return untrusted(where, CERTIFICATE[code]!);
  if (causes.some((one) => codeOf(one) === 'UND_ERR_SOCKET'))
    return {
      ...networkFailure('net/closed', `${where}: the peer closed the connection before it had answered`, 'peer'),
      temporary: true,
    };
  const http = causes.map(codeOf).find((one) => isHttpCode(one));
  if (http !== undefined) return networkFailure('net/http', `${where}: ${httpSays(http, causes)}`, 'peer');
  return netError(cause, where);
}

function* causesOf(cause: unknown): Generator<unknown> {
  for (let one = cause, depth = 0; typeof one === 'object' && one !== null && depth < 10; depth += 1) {
    yield one;
    one = (one as { cause?: unknown }).cause;
  }
}

/** Its parser's errors may have a name alone. */
function codeOf(cause: unknown): string {
  const { code, name } = cause as { readonly code?: unknown; readonly name?: unknown };
  return name === 'HTTPParserError' ? 'HPE_' : String(code ?? '');
}

const isHttpCode = (code: string): boolean => code in HTTP || code.startsWith('HPE_') || code.startsWith('ERR_SSL_');

function httpSays(code: string, causes: readonly unknown[]): string {
  const refused = causes.map((one) => /Proxy response \((\d+)\)/.exec((one as Error).message)?.[1]).find(Boolean);
  if (refused !== undefined) return `the proxy refused the way there (status ${refused})`;
  if (causes.some((one) => /Proxy Authentication Required/.test((one as Error).message)))
    return 'the proxy wants a name and password (status 407)';
  if (code.startsWith('ERR_SSL_')) return `TLS failed (${code.slice(8).toLowerCase().replaceAll('_', ' ')})`;
  return HTTP[code] ?? 'what came back is not HTTP';
}

function untrusted(where: string, says: string): NetError {
  return {
    code: 'net/untrusted',
    message: `${where}: the certificate of the server ${says}`,
    hint: 'its owner has to mend it; --ca-file trusts another authority',
    fault: 'peer',
    temporary: false,
  };
}

const HTTP: Readonly<Record<string, string>> = {
  UND_ERR_HEADERS_OVERFLOW: 'the header of the answer is larger than 16 KiB',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'the body of the answer is not as long as was announced',
  UND_ERR_ABORTED: 'the connection was given up',
  UND_ERR_INVALID_ARG: 'the request cannot be made',
  UND_ERR_PRX_TLS: 'TLS with the proxy failed',
};

/** Why OpenSSL, or node:tls for names, does not trust a certificate. */
const CERTIFICATE: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'has expired',
  CERT_NOT_YET_VALID: 'is not valid yet; or the clock here is slow',
  CERT_REVOKED: 'is revoked',
  CERT_REJECTED: 'is rejected',
  CERT_SIGNATURE_FAILURE: 'has a signature that does not verify',
  CERT_UNTRUSTED: 'leads to no trusted authority',
  CERT_CHAIN_TOO_LONG: 'has a chain that is too long',
  INVALID_CA: 'was signed by what is no authority',
  INVALID_PURPOSE: 'is not for servers',
  PATH_LENGTH_EXCEEDED: 'has a chain that is longer than one of its authorities allows',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'is signed by itself and not trusted',
  SELF_SIGNED_CERT_IN_CHAIN: 'leads to an authority that is not trusted',
  UNABLE_TO_GET_ISSUER_CERT: 'leads to no trusted authority',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'leads to no trusted authority',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'leads to no trusted authority: an intermediate is missing',
  ERR_TLS_CERT_ALTNAME_INVALID: 'names another host',
  ERR_TLS_CERT_ALTNAME_FORMAT: 'has names that cannot be read',
};
