/** Opens and closes a spool over and over. argv: its directory, how many ms; prints how often, and what was wrong. */
import { openSpool } from '../../../../src/mta/spool/index.ts';

const [directory, ms] = [process.argv[2]!, Number(process.argv[3])];
const wrong = new Set<string>();
let count = 0;
for (const end = performance.now() + ms; performance.now() < end; count += 1) {
  const spool = await openSpool({ directory });
  if (spool.ok) await spool.value.close();
  else wrong.add(spool.error.message);
}
process.stdout.write(JSON.stringify({ count, wrong: [...wrong] }));
