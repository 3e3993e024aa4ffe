/** A sink for a test, on a free port of loopback. */
import {
  parseScript,
  type RunningSink,
  type SinkMessage,
  type SinkOptions,
  startSink,
} from '../../src/core/sink/index.ts';

export const SINK_DEFAULTS: SinkOptions = {
  address: '127.0.0.1',
  port: 0,
  name: 'sink.test',
  protocol: 'smtp',
  offers: {
    size: 10_000_000,
    eightBitMime: true,
    pipelining: true,
    chunking: true,
    startTls: true,
    dsn: true,
    prdr: true,
    smtpUtf8: true,
  },
  bare: 'refuse',
  enforcesSync: false,
  script: { rules: [] },
  store: { kind: 'discard' },
  tls: { kind: 'none' },
  requiresAuth: false,
  expectsProxy: false,
  limits: { connections: 100, idleMs: 5000, totalMs: 60_000 },
};

export interface TestSink {
  readonly sink: RunningSink;
  readonly port: number;
  readonly messages: readonly SinkMessage[];
  readonly troubles: readonly string[];
}

export async function openSink(options: Partial<SinkOptions> = {}, script = ''): Promise<TestSink> {
  const rules = parseScript(script);
  if (!rules.ok) throw new Error(rules.error.message);
  const messages: SinkMessage[] = [];
  const troubles: string[] = [];
  const sink = await startSink(
    { ...SINK_DEFAULTS, script: rules.value, ...options },
    {
      monotonicMs: () => performance.now(),
      now: () => new Date('2026-11-25T12:00:00Z'),
      onMessage: (told) => messages.push(told),
      onTrouble: (text) => troubles.push(text),
    },
  );
  if (!sink.ok) throw new Error(sink.error.message);
  return { sink: sink.value, port: sink.value.port, messages, troubles };
}
