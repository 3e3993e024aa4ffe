// `npm test [-- PATH… OPTIONS]`: installs what is missing, builds, and runs the hermetic suite.
import { join } from 'node:path';
import { buildIfStale, install, root, run } from './setup.mjs';

install();
await buildIfStale();
run(process.execPath, [join(root, 'node_modules', 'vitest', 'vitest.mjs'), 'run', ...process.argv.slice(2)]);
