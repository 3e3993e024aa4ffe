/** Every result by name. To add one: a row here, and its shape in the file of its family. */

import { authresShowData } from './authres.ts';
import { bounceParseData } from './bounce.ts';
import { certChainData, certShowData } from './cert.ts';
import { certNameTestData } from './certname.ts';
import { checkData } from './check.ts';
import { configCheckData, configShowData } from './config.ts';
import { configDocData } from './config-doc.ts';
import { configLintData } from './config-lint.ts';
import { crlCheckData, crlShowData } from './crl.ts';
import { daneCheckData, daneVerifyData, tlsaGenerateData, tlsaRolloverData } from './dane.ts';
import { dkimKeygenData, dkimQueryData, dkimSignData, dkimVerifyData } from './dkim.ts';
import { dmarcEvalData, dmarcQueryData } from './dmarc.ts';
import { dmarcReportShowData } from './dmarc-report.ts';
import { queryData, traceData } from './dns.ts';
import { doctorData } from './doctor.ts';
import { dsnCraftData, dsnParseData, dsnQueueEntry } from './dsn.ts';
import { envelopeSchema, errorSchema, inputSchema } from './envelope.ts';
import { expandData } from './expand.ts';
import { completionData, explainData, schemaData } from './help.ts';
import { labChangeData, labDownData, labEnvData, labListData, labUpData } from './lab.ts';
import { logGrepData, logStatsData } from './log.ts';
import { lookupData } from './lookup.ts';
import { mtaStsCheckData } from './mtasts.ts';
import { ocspShowData, ocspVerifyData } from './ocsp.ts';
import { ocspFetchData, ocspWatchData } from './ocsp-fetch.ts';
import { proxyBatteryData, proxyParseData, proxySendData } from './proxy.ts';
import {
  queueChangeData,
  queueImportData,
  queueListData,
  queueRetryData,
  queueRunData,
  queueShowData,
} from './queue.ts';
import { queueWhyData } from './queue-why.ts';
import { routeData } from './route.ts';
import { serveData } from './serve.ts';
import { sessionData } from './session.ts';
import type { JsonSchema, Shape } from './shapes.ts';
import { smtpSendData } from './smtp-send.ts';
import { smtpSinkData } from './smtp-sink.ts';
import { spfFlattenData, spfLintData, spfQueryData, spfTree, spfWhichData } from './spf.ts';
import { tlsProbeData } from './tls.ts';
import { tlsRptQueryData, tlsRptShowData } from './tlsrpt.ts';

/** The command, with dashes: its data. */
const ROWS: Readonly<Record<string, Shape>> = {
  'authres-show': authresShowData,
  'bounce-parse': bounceParseData,
  'certname-test': certNameTestData,
  'cert-chain': certChainData,
  'cert-show': certShowData,
  check: checkData,
  completion: completionData,
  'config-check': configCheckData,
  'config-show': configShowData,
  'config-doc': configDocData,
  'config-lint': configLintData,
  'crl-check': crlCheckData,
  'crl-show': crlShowData,
  'dane-check': daneCheckData,
  'dane-verify': daneVerifyData,
  'dkim-keygen': dkimKeygenData,
  'dkim-query': dkimQueryData,
  'dkim-sign': dkimSignData,
  'dkim-verify': dkimVerifyData,
  'dmarc-eval': dmarcEvalData,
  'dmarc-query': dmarcQueryData,
  'dmarc-report-show': dmarcReportShowData,
  'dns-query': queryData,
  'dnssec-trace': traceData,
  doctor: doctorData,
  'dsn-craft': dsnCraftData,
  'dsn-parse': dsnParseData,
  expand: expandData,
  explain: explainData,
  'lab-break': labChangeData,
  'lab-down': labDownData,
  'lab-env': labEnvData,
  'lab-fix': labChangeData,
  'lab-list': labListData,
  'lab-up': labUpData,
  'log-grep': logGrepData,
  'log-stats': logStatsData,
  lookup: lookupData,
  'queue-freeze': queueChangeData,
  'queue-import': queueImportData,
  'queue-list': queueListData,
  'queue-remove': queueChangeData,
  'queue-retry': queueRetryData,
  'queue-run': queueRunData,
  'queue-show': queueShowData,
  'queue-thaw': queueChangeData,
  'queue-why': queueWhyData,
  session: sessionData,
  route: routeData,
  'mtasts-check': mtaStsCheckData,
  'ocsp-fetch': ocspFetchData,
  'ocsp-show': ocspShowData,
  'ocsp-verify': ocspVerifyData,
  'ocsp-watch': ocspWatchData,
  'proxy-battery': proxyBatteryData,
  'proxy-parse': proxyParseData,
  'proxy-send': proxySendData,
  'smtp-send': smtpSendData,
  schema: schemaData,
  serve: serveData,
  'smtp-sink': smtpSinkData,
  'spf-explain': spfTree,
  'spf-flatten': spfFlattenData,
  'spf-lint': spfLintData,
  'spf-query': spfQueryData,
  'spf-which': spfWhichData,
  'tls-probe': tlsProbeData,
  'tlsa-generate': tlsaGenerateData,
  'tlsa-rollover': tlsaRolloverData,
  'tlsrpt-pending': tlsRptShowData,
  'tlsrpt-query': tlsRptQueryData,
  'tlsrpt-show': tlsRptShowData,
};

/** What a command reads: its shape alone, without an envelope. */
const INPUTS: Readonly<Record<string, Shape>> = { 'dsn-queue-entry': dsnQueueEntry };

export const schemaNames: readonly string[] = [...Object.keys(ROWS), ...Object.keys(INPUTS), 'error'];

export function schemaFor(name: string): JsonSchema | undefined {
  if (name === 'error') return errorSchema();
  if (Object.hasOwn(INPUTS, name)) return inputSchema(name, INPUTS[name]!);
  return Object.hasOwn(ROWS, name) ? envelopeSchema(name, name.replaceAll('-', ' '), ROWS[name]!) : undefined;
}
