import { openSpool } from './src/mta/spool/index.ts';
import { createMessageIds } from './src/mta/message-id/index.ts';
import { systemClock } from './src/base/index.ts';
const o = await openSpool({ directory: process.argv[2]!, trayAtOnce: true }); if (!o.ok) throw new Error(o.error.message); const spool = o.value;
const ids = createMessageIds({ clock: systemClock, pid: process.pid, shape: 'short' } as never);
let left = 100_000; const body = Buffer.alloc(1000, 'x');
await Promise.all(Array.from({ length: 500 }, async () => { while (left-- > 0) { const id = ids.next(); const w = spool.begin(id); w.write(body); const r = await w.commit({ id, receivedAtMs: Date.now(), submitter: { login: 'mail', uid: 8, gid: 8 }, sender: 'alice@example.org', recipients: [{ address: 'bob@example.net' }], settled: [{ address: 'bob@example.net', status: 'deferred', atMs: 0, text: 'after RCPT TO: 450 try again later', errno: -44 }], headers: [{ letter: ' ', text: 'Subject: x\r\n' }], body: { lineCount: 10, wireFormat: true }, connection: { protocol: 'esmtp' } }); if (!r.ok) throw new Error(r.error.message); } }));
if (process.argv[3] === 'die') process.kill(process.pid, 'SIGKILL');
const t = performance.now(); await spool.close(); console.log('close', performance.now() - t);
