/** A port whose queue is full: whoever calls waits for an answer that never comes. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { programs } from '../../peers/programs.ts';
import type { StartedHop } from './hops.ts';

/** Nobody accepts what the queue holds; Node's own servers cannot be made not to. */
const SCRIPT = `
import socket, sys, time
port = int(sys.argv[1])
server = socket.socket()
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind(('127.0.0.1', port))
server.listen(0)
callers = [socket.socket() for _ in range(4)]
for caller in callers:
    caller.setblocking(False)
    caller.connect_ex(('127.0.0.1', port))
print('full', flush=True)
sys.stdin.read()
`;

export async function startFullPort(port: number): Promise<StartedHop> {
  const child = spawn(programs.python, ['-c', SCRIPT, String(port)], { stdio: ['pipe', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  return { heard: () => [], close: () => void child.kill('SIGKILL') };
}
