/** Files that `npm run export` writes, by which a network is known. */
const NETWORK_FILES = ['manifest.json', 'model.json', 'weights.bin', 'MODEL_CARD.md'] as const;
const NEEDED_FILES = ['manifest.json', 'model.json', 'weights.bin'] as const;

/** So many entries of a folder are looked at: one that holds more was not meant. */
const MOST_ENTRIES = 500;
/** So deep: the folder itself, or the one that holds it. */
const MOST_LEVELS = 3;

/** Whether what is dropped is a network, or a folder that may hold one, and no photo. */
export function holdsNetwork(transfer: DataTransfer): boolean {
  return listDropped(transfer).some((item) => isFolder(item) || isNetworkFile(item.name));
}

/**
 * The files of what is dropped, those of folders included. To be called while the event is handled.
 *
 * @throws DOMException if a folder cannot be read
 */
export async function readDroppedFiles(transfer: DataTransfer): Promise<File[]> {
  const files: File[] = [];
  let level = listDropped(transfer);
  let seen = 0;
  for (let depth = 0; depth < MOST_LEVELS && level.length > 0; depth++) {
    const folders: FileSystemDirectoryEntry[] = [];
    for (const item of level) {
      if (isFolder(item)) folders.push(item);
      else files.push(item instanceof File ? item : await openFile(item as FileSystemFileEntry));
    }
    // The first folder that holds a network is the one that is meant.
    if (files.some(({ name }) => name === 'model.json')) break;
    level = [];
    for (const folder of folders) {
      if (seen >= MOST_ENTRIES) break;
      const entries = await listFolder(folder, MOST_ENTRIES - seen);
      seen += entries.length;
      level.push(...entries);
    }
  }
  return files;
}

/** Which of the files that make a network are not among these. */
export function findMissingFiles(files: readonly File[]): readonly string[] {
  return NEEDED_FILES.filter((name) => !files.some((file) => file.name === name));
}

/** Of the files of a folder and those below it, the network's: those that lie beside the first model.json. */
export function pickNetworkFiles(files: readonly File[]): readonly File[] {
  const folderOf = ({ webkitRelativePath }: File) =>
    webkitRelativePath.slice(0, webkitRelativePath.lastIndexOf('/') + 1);
  const model = files.find(({ name }) => name === 'model.json');
  return model ? files.filter((file) => folderOf(file) === folderOf(model)) : files;
}

function isNetworkFile(name: string): boolean {
  return NETWORK_FILES.some((known) => known === name);
}

/** A file that lies in no folder that could be asked for, e.g. one made by a program, has no entry. */
function listDropped(transfer: DataTransfer): (FileSystemEntry | File)[] {
  return [...transfer.items].flatMap((item) => item.webkitGetAsEntry() ?? item.getAsFile() ?? []);
}

function isFolder(item: FileSystemEntry | File): item is FileSystemDirectoryEntry {
  return 'isDirectory' in item && item.isDirectory;
}

function openFile(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject));
}

/** Browsers hand over a folder's entries in portions; an empty one is the last. */
async function listFolder(folder: FileSystemDirectoryEntry, most: number): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const entries: FileSystemEntry[] = [];
  while (entries.length < most) {
    const portion = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (portion.length === 0) break;
    entries.push(...portion);
  }
  return entries.slice(0, most);
}
