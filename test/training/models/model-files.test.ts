import { describe, expect, it } from 'vitest';
import { chooseExportFolder, chooseModelFolder, folderOfModel } from '../../../training/models/model-files.ts';
import { isTeacher, ZOO } from '../../../training/models/zoo.ts';

describe('the folder of a network', () => {
  it('is its own where the page has one of its name, else that of the small one', () => {
    expect(chooseExportFolder('accurate')).toBe(folderOfModel('accurate'));
    expect(chooseExportFolder('lenet5')).toBe(folderOfModel('lenet5'));
    expect(chooseExportFolder('smoke')).toBe(folderOfModel('fast'));
    expect(chooseModelFolder(undefined)).toBe(folderOfModel('fast'));
  });

  it('must be named for a teacher, which would be too slow for the page', () => {
    const teachers = Object.keys(ZOO).filter(isTeacher);
    expect(teachers).toEqual(['mobilenet']);
    for (const name of teachers) expect(() => chooseExportFolder(name)).toThrow(/is a teacher.*--out/);
  });
});
