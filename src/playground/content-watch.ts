import { type FSWatcher, statSync, watch } from 'node:fs';

/** Folders being watched. */
export interface ContentWatch {
  close(): void;
}

interface Watched {
  readonly folder: string;
  watcher: FSWatcher | undefined;
  /** Of the folder that is watched: one that was made anew under the same name is another one. */
  inode: number | undefined;
}

const lookAgainAfter = 1_000;

function inodeOf(folder: string): number | undefined {
  return statSync(folder, { throwIfNoEntry: false })?.ino;
}

/**
 * Calls `onChange` once a burst of changes to YAML files has settled. Whole folders are watched, since editors save by
 * renaming another file over the old one, which a watch of that file would not survive.
 */
export function watchContent(folders: readonly string[], onChange: () => void, settleMs = 100): ContentWatch {
  const watched = folders.map((folder): Watched => ({ folder, watcher: undefined, inode: undefined }));
  let settling: NodeJS.Timeout | undefined;
  let closed = false;

  const changed = (): void => {
    clearTimeout(settling);
    settling = setTimeout(() => {
      for (const one of watched) follow(one);
      onChange();
    }, settleMs);
  };

  const follow = (one: Watched): void => {
    if (closed) return;
    const inode = inodeOf(one.folder);
    if (one.watcher && inode === one.inode) return;
    one.watcher?.close();
    one.watcher = undefined;
    one.inode = inode;
    if (inode === undefined) return;
    try {
      one.watcher = watch(one.folder, (_, name) => {
        // A name that is not known, or the folder's own, may stand for any change.
        if (name === null || /\.ya?ml$/i.test(name) || inodeOf(one.folder) !== one.inode) changed();
      });
      one.watcher.on('error', changed);
    } catch {
      // Gone between the two looks at it; the next one comes.
    }
  };

  for (const one of watched) follow(one);
  // A folder that is gone says nothing when it comes back.
  const looking = setInterval(() => {
    if (watched.some(({ folder, inode }) => inodeOf(folder) !== inode)) changed();
  }, lookAgainAfter);
  looking.unref();

  return {
    close: () => {
      closed = true;
      clearTimeout(settling);
      clearInterval(looking);
      for (const { watcher } of watched) watcher?.close();
    },
  };
}
