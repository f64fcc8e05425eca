import type { Batch } from '../engines/batch.ts';
import { createInferenceFunction } from '../engines/create-inference-function.ts';
import type { WeightedNetwork } from '../models/fold-batch-norm.ts';
import { listHeads, type NetworkDescription } from '../../src/core/network-description.ts';
import { startAll } from '../../node/start-all.ts';
import { blendTeachers } from './blend-teachers.ts';

/** Who teaches, and how much it counts. */
export interface Distillation {
  /** Exported networks, see `readExportedNetwork`. */
  readonly teachers: readonly WeightedNetwork[];
  /** Of their answers in the targets, 0..1. */
  readonly weight: number;
  readonly engine: 'onednn' | 'onnxruntime';
  /** They see each face before it is blurred, compressed or painted over. */
  readonly seesUndamaged: boolean;
  /** That compute a teacher's answer together. */
  readonly threads: number;
}

/** Exported networks that are ready to answer. */
export interface Teachers {
  /** Blends their answers to images into a batch's targets. */
  teach(batch: Batch, images: Float32Array): Promise<void>;
  dispose(): Promise<void>;
}

/**
 * Starts the teachers in this thread.
 *
 * They are consistent (Beyer et al. 2022): they see the very images that the student will see, or those before they
 * were damaged, as noisy students' teachers do (Xie et al. 2020).
 *
 * @param student whose batches they see
 * @param rows of a batch
 */
export async function startTeachers(
  { teachers, weight, engine, threads }: Omit<Distillation, 'seesUndamaged'>,
  student: NetworkDescription,
  rows: number,
): Promise<Teachers> {
  const heads = listHeadNames(student);
  const staff = await startAll(
    teachers.map(async (teacher) => ({
      heads: listHeadNames(teacher.network),
      inference: await createInferenceFunction(engine, teacher, rows, threads),
    })),
    ({ inference }) => inference.dispose(),
  );
  return {
    async teach({ targets }, images) {
      const own = Float32Array.from(images); // onnxruntime takes no shared memory
      const answers = [];
      for (const teacher of staff) {
        answers.push({ heads: teacher.heads, logits: await teacher.inference.predict(own) });
      }
      blendTeachers(targets, heads, answers, weight);
    },
    async dispose() {
      await Promise.all(staff.map(({ inference }) => inference.dispose()));
    },
  };
}

function listHeadNames(network: NetworkDescription) {
  return listHeads(network).map((head) => head.name);
}
