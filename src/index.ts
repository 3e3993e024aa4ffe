/**
 * mxray as a library: what the diagnostics and the mail server share, without commands and without printing.
 *
 * `createNet` makes the way out to the network, `createExchange` and `createResolver` a resolver that validates DNSSEC
 * here, `createProbe` a look at a server's TLS; every answer is a value with its reasons, every expected failure a
 * `Result`.
 */
export * from './base/index.ts';
export * as arc from './core/arc/index.ts';
export * as authres from './core/authres/index.ts';
export * as bounce from './core/bounce/index.ts';
export * as cert from './core/cert/index.ts';
export * as certname from './core/certname/index.ts';
export * as check from './core/check/index.ts';
export * as crl from './core/crl/index.ts';
export * as dane from './core/dane/index.ts';
export * as dkim from './core/dkim/index.ts';
export * as dmarc from './core/dmarc/index.ts';
export * as dns from './core/dns/index.ts';
export * as doctor from './core/doctor/index.ts';
export * as dsn from './core/dsn/index.ts';
export * as message from './core/message/index.ts';
export * as mime from './core/mime/index.ts';
export * as mtasts from './core/mtasts/index.ts';
export * as net from './core/net/index.ts';
export * as ocsp from './core/ocsp/index.ts';
export * as pki from './core/pki/index.ts';
export * as proxy from './core/proxy/index.ts';
export * as reverse from './core/reverse/index.ts';
export * as sink from './core/sink/index.ts';
export * as smtp from './core/smtp/index.ts';
export * as spf from './core/spf/index.ts';
export * as stapling from './core/stapling/index.ts';
export * as survey from './core/survey/index.ts';
export * as tls from './core/tls/index.ts';
export * as tlsrpt from './core/tlsrpt/index.ts';
export { type Standard, type StandardStatus, standards } from './standards.ts';
