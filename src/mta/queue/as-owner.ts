/**
 * A spool belongs to the user who serves mail, and he may put links where files are looked for. So root opens it as him, and
 * is root again behind it: whatever stands there leads no further than he could go himself.
 */
import { lstatSync, type Stats, statSync } from 'node:fs';
import { join } from 'node:path';

/**
 * @param directory  `spool_directory`
 * @returns what ends it; nothing is changed for who is not root, nor where the spool is root's own
 */
export function asOwnerOf(directory: string): () => void {
  const { getuid, getgroups, setgroups, setegid, seteuid } = process;
  const owner = ownerOf(directory);
  if (getuid?.() !== 0 || owner === undefined || !getgroups || !setgroups || !setegid || !seteuid) return () => {};
  const before = getgroups();
  setgroups([]);
  setegid(owner.gid);
  seteuid(owner.uid);
  return () => {
    seteuid(0);
    setegid(0);
    setgroups(before);
  };
}

/**
 * Of the folder, or of what is in one of root's: that nobody else can have put there. Root's group would open more than the
 * owner can, so that of the store counts where the folder has been left with it. In a folder that others may write to, a store
 * may be another's than the folder: it is opened as he who made it, who goes no further by that than he could himself.
 */
function ownerOf(directory: string): Pick<Stats, 'uid' | 'gid'> | undefined {
  const [folder, store] = [statSync(directory, QUIET), lstatSync(join(directory, 'store'), QUIET)];
  const maker = store?.isDirectory() === true && store.uid !== folder?.uid ? store : undefined; // whose link it is says little
  const owner = [maker, folder, store].find((facts) => facts !== undefined && facts.uid !== 0);
  if (owner === undefined || owner.gid !== 0 || store?.uid !== owner.uid) return owner;
  return { uid: owner.uid, gid: store.gid };
}

const QUIET = { throwIfNoEntry: false } as const;
