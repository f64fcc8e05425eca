import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readMarkedPhotos } from '../../../bench/faces/marked-photo.ts';
import { makeTemporaryFolder } from '../../training/data/temporary-folder.ts';

async function read(...lines: string[]) {
  const file = join(await makeTemporaryFolder(), 'boxes.csv');
  await writeFile(file, lines.join('\n'));
  return readMarkedPhotos(file);
}

describe('readMarkedPhotos', () => {
  it('gathers the faces of each photo, and photos without any', async () => {
    const photos = await read('file,x,y,width,height', 'a.jpg,1,2,30,40', 'cat.png,,,,', 'a.jpg,-5,6.5,70,80');
    expect(photos).toEqual([
      {
        path: 'a.jpg',
        faces: [
          { x: 1, y: 2, width: 30, height: 40 },
          { x: -5, y: 6.5, width: 70, height: 80 },
        ],
      },
      { path: 'cat.png', faces: [] },
    ]);
  });

  it.each([
    [['file,x,y,width', 'a.jpg,1,2,30'], /height/],
    [['file,x,y,width,height', 'a.jpg,1,2,0,40'], /line 2: x, y, width and height are no box/],
    [['file,x,y,width,height', 'a.jpg,1,,30,40'], /line 2: x, y, width and height are no box/],
    [['file,x,y,width,height', ',1,2,30,40'], /line 2: no file is named/],
    [['file,x,y,width,height', 'cat.png,,,,'], /marks no face/],
  ])('says what is wrong with %j', async (lines, complaint) => {
    await expect(read(...lines)).rejects.toThrow(complaint);
  });
});
