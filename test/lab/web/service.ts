/** A status service on loopback with one certificate of each kind of issuer, for the tests of this folder. */
import { createConnectMap, createNet, type HttpResponse, type Net } from '../../../src/core/net/index.ts';
import { type Certificate, readCertificate } from '../../../src/core/pki/index.ts';
import { createLabCa, type LabCa, type LeafSpec, WEB_HOST } from '../../../src/lab/ca/index.ts';
import { createStatusService, type StatusService, serialOf, type WebServer } from '../../../src/lab/web/index.ts';

export const NOW = new Date('2026-06-01T12:00:00Z');

export interface Setting {
  readonly ca: LabCa;
  readonly service: StatusService;
  readonly net: Net;
  readonly web: WebServer;
  issue(mood: string, spec?: Partial<LeafSpec>): Promise<{ certificate: Certificate; issuer: Certificate }>;
  get(path: string): Promise<HttpResponse | string>;
  post(path: string, body: Uint8Array): Promise<HttpResponse | string>;
  close(): Promise<void>;
}

export async function openSetting(): Promise<Setting> {
  const ca = await createLabCa(NOW);
  const service = createStatusService(ca, { slowMs: 5, now: () => NOW });
  const web = await service.listen();
  const connectMap = createConnectMap([{ from: `${WEB_HOST}:80`, to: `127.0.0.1:${web.port}` }]);
  const net = createNet({ connectMap });
  const fetch = async (path: string, body?: Uint8Array): Promise<HttpResponse | string> => {
    const request = { url: `http://${WEB_HOST}${path}`, timeoutMs: 5000, maxBodyBytes: 2_000_000, maxRedirects: 3 };
    const answered = await net.fetch({ ...request, ...(body !== undefined && { method: 'POST', body }) });
    return answered.ok ? answered.value : answered.error.code;
  };
  return {
    ca,
    service,
    net,
    web,
    get: (path) => fetch(path),
    post: fetch,
    async issue(mood, spec = {}) {
      const { chain, issuer } = await ca.issue({ keyType: 'p256', names: ['mx.test'], ...spec });
      service.standings.note(issuer!.name, serialOf(chain[0]!), mood);
      return { certificate: read(chain[0]!), issuer: read(issuer!.certificate) };
    },
    async close() {
      await net.close();
      await web.close();
    },
  };
}

export function read(der: Uint8Array): Certificate {
  const certificate = readCertificate(der);
  if (!certificate.ok) throw new Error(certificate.error.message);
  return certificate.value;
}
