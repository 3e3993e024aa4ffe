// Code caches of the server, which go with the build: it is not started so often that a cache of the user's own would help,
// and its processes may not write into the home of who started them. A server is started on loopback, given one message and
// ended; what V8 has compiled by then is kept beside the bundles (bin/start.js believes it by the build's name, and V8 by
// its own version and flags).
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const DIALOGUE = [
  'EHLO localhost',
  'MAIL FROM:<a@localhost>',
  'RCPT TO:<b@localhost>',
  'DATA',
  'Subject: warm\r\n\r\nwarm\r\n.',
  'QUIT',
];

/** Of the whole; a server that is not there by then is given up, and so ends. */
const LONGEST_MS = 20_000;

/**
 * Where it cannot be had, a start takes longer, and that is all.
 * @param name  of the build; its caches may be there already
 */
export async function warmServer(root, name, common) {
  const kept = join(root, 'dist', 'cache');
  if (
    existsSync(kept) &&
    readdirSync(kept).some((file) => file.startsWith(`${process.version}-${process.arch}-${name}`))
  )
    return;
  const folder = mkdtempSync(join(tmpdir(), 'mxray-build-'));
  chmodSync(folder, 0o755); // built by root, it is looked at as the user that would serve
  const program = join(root, 'dist', 'warm.mjs');
  try {
    await build({
      ...common,
      entryPoints: [join(root, 'src', 'mta', 'daemon', 'index.ts')],
      outfile: program,
      format: 'esm',
      banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
    });
    await serveOnce(root, folder, program);
    keep(join(folder, 'cache', 'mxray'), kept);
  } catch (error) {
    process.stderr.write(`no code cache of the server: ${error.message}\n`);
  } finally {
    rmSync(program, { force: true });
    rmSync(folder, { recursive: true, force: true });
  }
}

async function serveOnce(root, folder, program) {
  const run = join(root, 'bin', 'run.js');
  const file = join(folder, 'warm.conf');
  writeFileSync(file, configuration(folder));
  process.env.XDG_CACHE_HOME = join(folder, 'cache');
  process.argv[1] = run; // of which its processes are made
  const { planStart, hireCrew, startMaster } = await import(pathToFileURL(program).href);
  const reading = await planStart({ source: { file }, macros: {} });
  if (reading.kind !== 'ready') throw new Error('its configuration is not taken');
  const { account: _, ...plan } = reading.plan; // what is written is for who builds
  const ports = { plan: async () => reading, tell: () => {}, nowMs: () => performance.now() };
  const crew = hireCrew(1);
  const tooLong = setTimeout(() => crew.acceptor.kill('SIGKILL'), LONGEST_MS).unref();
  const started = await startMaster({ ...plan, workers: 1 }, ports, crew);
  if (!started.ok) throw new Error(started.error.map(({ message }) => message).join('; '));
  try {
    await speak(started.value.places()[0].port);
  } finally {
    started.value.stop();
    await started.value.ended;
    clearTimeout(tooLong);
  }
  execFileSync(process.execPath, [run, 'serve', '--check', '-C', file], { stdio: 'ignore' });
}

const configuration = (folder) => `spool_directory = ${folder}/spool
log_file_path = ${folder}/log/%slog
local_interfaces = <; [127.0.0.1]:0
primary_hostname = localhost
keep_environment =
acl_smtp_rcpt = accept
`;

function speak(port) {
  return new Promise((resolve, reject) => {
    const lines = [...DIALOGUE];
    const socket = connect(port, '127.0.0.1');
    socket.setTimeout(5000, () => socket.destroy(new Error('it does not answer')));
    socket.on('data', (octets) => {
      if (/^\d{3} [^\n]*\n$/m.test(octets.toString('latin1')) && lines.length > 0) socket.write(`${lines.shift()}\r\n`);
    });
    socket.once('error', reject).once('close', resolve);
  });
}

function keep(from, to) {
  rmSync(to, { recursive: true, force: true });
  mkdirSync(to);
  for (const name of readdirSync(from)) {
    copyFileSync(join(from, name), join(to, name));
    chmodSync(join(to, name), 0o644);
  }
}
