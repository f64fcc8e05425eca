import { MAX_PIXELS } from '../../capture/photo-file.ts';
import type { PriorName } from '../../core/decision-rule.ts';
import type { Expression } from '../../core/expressions.ts';
import type { ModelName } from '../../core/model-names.ts';
import type { BackendName, WholePasses } from '../../engine/link/protocol.ts';
import { m } from '../../words/compiled/messages.js';
import { getLocale } from '../../words/compiled/runtime.js';
import { writeMeasure, writeRound } from '../../words/formats.ts';
import { ADDRESS_CHOICES, type AddressWishes } from '../engine-lifecycle/address-wishes.ts';
import type { ModelWish } from '../engine-lifecycle/model-choice.ts';
import type { ProblemCode } from '../engine-lifecycle/problem.ts';
import type { Place } from '../session/address.ts';

/** Something the page has to say: what happened, and what to do about it. */
export interface Notice {
  readonly title: string;
  readonly text: string;
}

/** A sentence, or a word, in the language that is spoken when it is asked for. */
type Write = () => string;

/** How the seven expressions are written. */
export const EXPRESSION_WORDS: Readonly<Record<Expression, Write>> = {
  angry: m.expression_angry,
  disgust: m.expression_disgust,
  fear: m.expression_fear,
  happy: m.expression_happy,
  sad: m.expression_sad,
  surprise: m.expression_surprise,
  neutral: m.expression_neutral,
};

/** What the backends are called. */
export const BACKEND_WORDS: Readonly<Record<BackendName, Write>> = {
  webgpu: m.backend_webgpu,
  webgl: m.backend_webgl,
  wasm: m.backend_wasm,
};

/** What the priors are called, and what they mean. */
export const PRIOR_WORDS: Readonly<Record<PriorName, { readonly name: Write; readonly hint: Write }>> = {
  everyday: { name: m.prior_everyday_name, hint: m.prior_everyday_hint },
  acting: { name: m.prior_acting_name, hint: m.prior_acting_hint },
};

/** What the networks are called. */
export const MODEL_WORDS: Readonly<Record<ModelName, Write>> = {
  fast: m.model_fast,
  accurate: m.model_accurate,
};

/** The choices of a network. */
export const MODEL_WISH_WORDS: Readonly<Record<ModelWish, Write>> = { auto: m.wish_auto, ...MODEL_WORDS };

/** What the places are called. */
export const PLACE_WORDS: Readonly<Record<Place | 'check', Write>> = {
  start: m.place_start,
  live: m.place_live,
  photos: m.place_photos,
  inside: m.place_inside,
  about: m.place_about,
  check: m.place_check,
};

/** What to say when something goes wrong. */
const PROBLEMS: Readonly<
  Record<
    ProblemCode,
    readonly [title: (inputs: { file: string }) => string, text: (inputs: { pixels: string }) => string]
  >
> = {
  'camera-denied': [m.problem_camera_denied_title, m.problem_camera_denied_text],
  'camera-not-delegated': [m.problem_camera_not_delegated_title, m.problem_camera_not_delegated_text],
  'camera-switched-off': [m.problem_camera_switched_off_title, m.problem_camera_switched_off_text],
  'camera-denied-in-frame': [m.problem_camera_denied_title, m.problem_camera_denied_in_frame_text],
  'no-camera': [m.problem_no_camera_title, m.problem_no_camera_text],
  'camera-busy': [m.problem_camera_busy_title, m.problem_camera_busy_text],
  'camera-unsupported': [m.problem_camera_unsupported_title, m.problem_camera_unsupported_text],
  'insecure-context': [m.problem_insecure_context_title, m.problem_insecure_context_text],
  'camera-lost': [m.problem_camera_lost_title, m.problem_camera_lost_text],
  'camera-failed': [m.problem_camera_failed_title, m.problem_camera_failed_text],
  'unreadable-file': [m.problem_unreadable_file_title, m.problem_unreadable_file_text],
  'too-large': [m.problem_too_large_title, m.problem_too_large_text],
  'model-missing': [m.problem_model_missing_title, m.problem_model_missing_text],
  'model-mismatch': [m.problem_model_mismatch_title, m.problem_model_mismatch_text],
  'model-stalled': [m.problem_model_stalled_title, m.problem_model_stalled_text],
  'model-miscomputed': [m.problem_model_miscomputed_title, m.problem_model_miscomputed_text],
  'detector-missing': [m.problem_detector_missing_title, m.problem_detector_missing_text],
  'no-backend': [m.problem_no_backend_title, m.problem_no_backend_text],
  'program-elsewhere': [m.problem_program_elsewhere_title, m.problem_program_elsewhere_text],
  'worker-stopped': [m.problem_worker_stopped_title, m.problem_worker_stopped_text],
  'device-lost': [m.problem_device_lost_title, m.problem_device_lost_text],
  'no-answer': [m.problem_no_answer_title, m.problem_no_answer_text],
  'start-stalled': [m.problem_start_stalled_title, m.problem_start_stalled_text],
  'not-started': [m.problem_not_started_title, m.problem_not_started_text],
  'unreadable-frame': [m.problem_unreadable_frame_title, m.problem_unreadable_frame_text],
  internal: [m.problem_internal_title, m.problem_internal_text],
  'site-updated': [m.problem_site_updated_title, m.problem_site_updated_text],
};

/**
 * What to say when something goes wrong.
 *
 * @param fileName of the picture that it is about, if it is about one
 */
export function writeProblem(code: ProblemCode, fileName?: string): Notice {
  const [title, text] = PROBLEMS[code];
  const file = fileName === undefined ? m.this_file() : m.file_name({ name: fileName });
  return { title: title({ file }), text: text({ pixels: writeRound(MAX_PIXELS) }) };
}

/**
 * What a camera is called.
 *
 * @param label as the system names it; empty before the first permission
 * @param number of the camera among all, 1, 2, 3 ...
 */
export function writeCameraName(label: string, number: number): string {
  return label || m.camera_name({ number });
}

/** At what size, and how often, whole frames of a video are searched. */
export function writeWholePasses({ wholeSize, wholeIntervalMs }: WholePasses): string {
  return m.whole_passes({ size: wholeSize, seconds: writeMeasure(wholeIntervalMs / 1000) });
}

/** What an unknown `?backend=`, `?model=` or `?prior=` gets. */
export function writeUnknownWish({ parameter, value }: AddressWishes['unknown'][number]): string {
  const choices = ADDRESS_CHOICES[parameter].map((name) => `${parameter}=${name}`).join(m.list_separator());
  return m.unknown_wish({ asked: `${parameter}=${value}`, choices });
}

/** A photo's result in one sentence. `expressions` are the leading ones, one a face, at least one. */
export function writeSummary(expressions: readonly Expression[]): string {
  const counts = new Map<Expression, number>();
  for (const expression of expressions) counts.set(expression, (counts.get(expression) ?? 0) + 1);
  const write = (expression: Expression) => EXPRESSION_WORDS[expression]().toLocaleLowerCase(getLocale());
  const parts = [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([expression, count]) =>
      expressions.length > 1 ? m.summary_part({ count, expression: write(expression) }) : write(expression),
    );
  return m.summary({ count: expressions.length, parts: parts.join(m.list_separator()) });
}
