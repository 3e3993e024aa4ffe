import { openSpool } from './src/mta/spool/index.ts';
import { queueListReport, formatBp } from './src/mta/queue/index.ts';
import { queueMessage } from './src/mta/queue/data.ts';
import { queueListView } from './src/ui/views/queue-list.ts';
const plain = new Proxy({}, { get: () => (t: string) => t }) as never;
const opened = await openSpool({ directory: '/tmp/bulkq/spool' });
if (!opened.ok) throw new Error(opened.error.message);
const spool = opened.value;
const now = Date.now();
const mode = process.argv[2];
const c0 = process.cpuUsage(), t0 = performance.now();
let n = 0;
if (mode === 'list') for await (const item of spool.list({})) n += 1;
if (mode === 'noprog') for await (const item of spool.list({ withoutProgress: true })) n += 1;
if (mode === 'bp') for await (const item of spool.list({})) n += formatBp(item, now, {}).length;
if (mode === 'qm') for await (const item of spool.list({})) { if (item.kind === 'message') { queueMessage(item.entry, now); n++; } }
if (mode === 'stream') for await (const item of spool.list({})) { if (item.kind === 'message') n += queueListView({ data: { directory: '', messages: [queueMessage(item.entry, now)], count: 1, frozen: 0, octets: 1, unreadable: [] } } as never, plain, 0).length; }
if (mode === 'whole') n = queueListView({ data: (await queueListReport(spool, '', {}, now)).data } as never, plain, 0).length;
const c = process.cpuUsage(c0);
console.log(mode, n, 'wall', Math.round(performance.now() - t0), 'cpu', Math.round((c.user + c.system) / 1000));
await spool.close();
