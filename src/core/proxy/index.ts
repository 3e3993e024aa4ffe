/**
 * proxy: who is really behind a connection that came through a proxy (HAProxy's PROXY protocol, versions 1 and 2).
 *
 * The proxy says it in a *header*, the first octets of the connection: a line of text in version 1, a binary block in version
 * 2. *LOCAL* and *UNKNOWN* or *UNSPEC* say that the connection's own addresses hold. A *TLV* (type, length, value) carries more:
 * what was negotiated in TLS, a checksum, an identifier. A *fault* is why octets are no header, with a code and an offset.
 * - **decode**: octets as they come, one verdict however they are cut (decode.ts over v1.ts and v2.ts, tlv.ts, ssl.ts);
 * - **encode**: a header as a value into octets, the checksum computed (encode.ts, crc32c.ts);
 * - **arrival**: the header before a session, read off its stream in time (arrival.ts);
 * - **parse**: every octet explained (parse.ts), oddities told (remark.ts);
 * - **socks**: the other way round, a connection led through a SOCKS5 server (RFC 1928, RFC 1929; socks/);
 * - **send**: a header, then SMTP over the same connection (given-header.ts, given-tlvs.ts, send.ts);
 * - **battery**: headers right and wrong put to a server, its reactions judged (battery/, a case a row in battery/cases/).
 *
 * "PROXY protocol §2.1" means a section of HAProxy's proxy-protocol.txt. Read strictly: what it forbids is a fault; where it
 * leaves freedom the header is accepted, and a remark says that receivers differ. Also RFC 4960 appendix B for CRC32c.
 * Deliberately absent: whom to trust with a header. Anybody can write one, so a receiver asks for it by configuration alone.
 */
export { type ProxyArrival, readProxyHeader } from './arrival.ts';
export { type BatteryData, batteryReport, type CaseReport } from './battery/judge.ts';
export { caseIds, MAX_AT_A_TIME, runBattery } from './battery/run.ts';
export { JUDGEMENTS, REACTIONS } from './battery/types.ts';
export { decodeProxy, type ProxyDecoder, type ProxyDecoding, startProxy } from './decode.ts';
export { type EncodeError, encodeProxy } from './encode.ts';
export { proxyFindings } from './findings/registry.ts';
export { familyOf, type GivenError, type GivenHeader, headerOf, parseEndpoint } from './given-header.ts';
export { MAX_GIVEN_OCTETS, octetsFromField, octetsFromFile, octetsFromText, type Spelling } from './given-octets.ts';
export { parseTlvs, type TlvWordError } from './given-tlvs.ts';
export { type Part, type ProxyParseData, parseReport, type ShownSsl, type ShownTlv } from './parse.ts';
export { builtReport, type ProxySendData, type SentStep, sendReport } from './send.ts';
export type { SocksLogin } from './socks/session.ts';
export { throughSocks } from './socks/through.ts';
export * from './types.ts';
