/** Words of ACLs: Exim reads an ACL with each of ours, and refuses to negate what is a modifier. */
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ACL_CLAUSES, ACL_VERBS } from '../../../../src/mta/config/acl/index.ts';
import { run } from '../../framework/command.ts';
import type { Context } from '../../framework/types.ts';
import { programs } from '../../peers/programs.ts';

/** Not in Debian's build of 4.96. */
const NOT_BUILT = new Set(['atrn_domains', 'bmi_optin', 'dcc', 'dmarc_status']);

export async function aclWords(context: Context): Promise<void> {
  const said = async (line: string): Promise<string> => {
    const file = join(context.folder, 'acl.conf');
    writeFileSync(file, `keep_environment =\nbegin acl\none:\n  ${line}\n`);
    chmodSync(file, 0o644);
    const { stdout, stderr } = await run(programs.exim, ['-C', file, '-bV']);
    return stdout + stderr;
  };
  for (const { name } of ACL_VERBS)
    await context.test(`the verb ${name}`, async () => refuse(await said(`${name} continue = x`)));
  for (const { name, kind } of ACL_CLAUSES.values()) {
    if (NOT_BUILT.has(name)) continue;
    const clause = name === 'endpass' ? name : name === 'set' ? 'set acl_m_x = y' : `${name} = x`;
    await context.test(`the ${kind} ${name}`, async () => {
      refuse(await said(`accept ${clause}`));
      const negated = await said(`accept !${clause}`);
      if (/negation is not allowed/.test(negated) !== (kind === 'modifier')) throw new Error(`negated: ${negated}`);
    });
  }
}

function refuse(said: string): void {
  const wrong = /^.*(unknown ACL|error in ACL|malformed).*$/m.exec(said);
  if (wrong !== null) throw new Error(wrong[0]);
}
