/**
 * dns: questions, records, messages, and the resolver that validates them.
 *
 * The layers, from the wire up:
 * - **names and records**: `Name` is text in one spelling (name.ts); RDATA stays the octets received, and a registry
 *   with one row per type decodes, encodes, formats, parses and puts it into canonical form (rdata/).
 * - **messages**: a bounded reader that never throws and a writer with name compression (message/).
 * - **zone text**: master files in and out, with line numbers in the errors (zone/).
 * - **transport**: an `Exchange` asks servers over UDP, TCP, TLS and HTTPS and gives only responses that fit (transport/).
 * - **cache**: answers with their security status, bounded in octets (cache.ts).
 * - **dnssec** and **resolver**: the pure validator, and the look-up that drives it.
 *
 * Implemented: RFC 1035, 2181, 2308, 3597, 4034 §6, 4343, 5452, 6891, 7766, 7858, 8484, 8914, 9460, 9520.
 * Deliberately absent: recursion from the root as a product, zone transfers, dynamic update, TSIG, multicast DNS.
 */

export { addressFamily, formatIpv4, formatIpv6, parseIpv4, parseIpv6 } from '../../base/index.ts';
export {
  answerOctets,
  type Cache,
  type CacheOptions,
  createCache,
  isPrivateFailure,
  negativeTtlSeconds,
} from './cache.ts';
export { extendedErrorPurpose, formatRcode, OPCODE, RCODE } from './codes.ts';
export { isSha1Algorithm } from './dnssec/algorithms.ts';
export { substituteDname } from './dnssec/alias.ts';
export { type AnchorError, anchorsFrom, parseAnchors, rootAnchors, type TrustAnchor } from './dnssec/anchors.ts';
export { keyTag } from './dnssec/dnskey.ts';
export { findingOf, type ReasonDef } from './dnssec/findings/define.ts';
export { dnssecFindings, reasonDef } from './dnssec/findings/registry.ts';
export { defaultLimits, type Limits } from './dnssec/limits.ts';
export { signedLabelCount } from './dnssec/names.ts';
export { nsec3Hash } from './dnssec/nsec3.ts';
export {
  EDNS_OPTION,
  type EdnsOption,
  type ExtendedError,
  extendedErrorOption,
  extendedErrors,
} from './message/edns.ts';
export { encodeQuery, type QueryOptions } from './message/query.ts';
export { decodeMessage, peekHeader } from './message/read.ts';
export { MAX_MESSAGE_OCTETS, type MessageError, UDP_PAYLOAD_OCTETS } from './message/types.ts';
export { type EncodeOptions, encodeMessage, questionOctets } from './message/write.ts';
export * from './name.ts';
export { decodeName, encodeName, nameOctets, type ReadName } from './name-wire.ts';
export { aRdata } from './rdata/a.ts';
export { aaaaRdata } from './rdata/aaaa.ts';
export { ALGORITHM_WORDS } from './rdata/algorithms.ts';
export { fromBase32Hex, toBase32Hex } from './rdata/base32.ts';
export { type Caa, caaRdata } from './rdata/caa.ts';
export { canonicalRdata, sortRdatas } from './rdata/canonical.ts';
export { type Cert, certRdata } from './rdata/cert.ts';
export { cdnskeyRdata, type Dnskey, dnskeyRdata } from './rdata/dnskey.ts';
export { cdsRdata, type Ds, dsRdata } from './rdata/ds.ts';
export { FieldReader } from './rdata/field-reader.ts';
export { type Hinfo, hinfoRdata } from './rdata/hinfo.ts';
export { type Mx, mxRdata } from './rdata/mx.ts';
export { type Naptr, naptrRdata } from './rdata/naptr.ts';
export { type Nsec, nsecRdata } from './rdata/nsec.ts';
export { type Nsec3, nsec3Rdata } from './rdata/nsec3.ts';
export { type Nsec3param, nsec3paramRdata } from './rdata/nsec3param.ts';
export { openpgpkeyRdata } from './rdata/openpgpkey.ts';
export { formatRdata, nameLayout, parseRdata, rdataDef, rdataDefs } from './rdata/registry.ts';
export { formatSignatureTime, type Rrsig, rrsigRdata } from './rdata/rrsig.ts';
export { cnameRdata, dnameRdata, nsRdata, ptrRdata } from './rdata/single-name.ts';
export { type Soa, soaRdata } from './rdata/soa.ts';
export { type Srv, srvRdata } from './rdata/srv.ts';
export { type Sshfp, sshfpRdata } from './rdata/sshfp.ts';
export { httpsRdata, type Svcb, svcbRdata } from './rdata/svcb.ts';
export type { SvcParam } from './rdata/svcb-params.ts';
export { smimeaRdata, type Tlsa, tlsaRdata } from './rdata/tlsa.ts';
export { tokenize, tokenOctets } from './rdata/tokens.ts';
export { type Strings, spfRdata, txtRdata } from './rdata/txt.ts';
export type { NameLayout, RdataDef, RdataError } from './rdata/types.ts';
export { type Uri, uriRdata } from './rdata/uri.ts';
export type { Followed } from './resolver/follow.ts';
export { createHostLookup } from './resolver/host-lookup.ts';
export { type HostsTable, readHostsFile } from './resolver/hosts-file.ts';
export { createInformedResolver } from './resolver/informed.ts';
export { type QueryData, queryReport } from './resolver/query.ts';
export { formatQuestion, parseQuestion, type QuestionError } from './resolver/question.ts';
export { answerFindings, chainAdvice, traceReport } from './resolver/report.ts';
export { createResolver, type ExaminingResolver, type ResolverConfig, type Trust } from './resolver/resolver.ts';
export { reverseName } from './resolver/reverse.ts';
export { type TraceData, type TracedChain, traceChain } from './resolver/trace-chain.ts';
export type { TrustsAuthority } from './resolver/trusted-authority.ts';
export * from './rr-types.ts';
export { askOnce } from './transport/ask-once.ts';
export { createExchange, type ExchangeOptions } from './transport/exchange.ts';
export { FrameReader, frame } from './transport/frames.ts';
export { parseResolvConf, type ResolvConf, readResolvConf, resolvConfTiming } from './transport/resolv-conf.ts';
export { formatServer, parseServer, type ServerSpec } from './transport/server-spec.ts';
export type * from './types.ts';
export { formatRecord, formatZoneText } from './zone/format.ts';
export { MAX_ZONE_TEXT, parseZoneText, type ZoneError, type ZoneTextOptions } from './zone/parse.ts';
