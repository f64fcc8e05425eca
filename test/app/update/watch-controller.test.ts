import { expect, it, vi } from 'vitest';
import { watchController } from '../../../src/app/update/watch-controller.ts';

class FakeContainer extends EventTarget {
  controller: string | null;

  constructor(controller: string | null) {
    super();
    this.controller = controller;
  }

  change(controller: string | null): void {
    this.controller = controller;
    this.dispatchEvent(new Event('controllerchange'));
  }
}

function watch(controller: string | null, isUpdated: boolean) {
  const container = new FakeContainer(controller);
  const onReplaced = vi.fn();
  const ask = vi.fn(() => Promise.resolve(isUpdated));
  return { container, onReplaced, ask, isKept: watchController(container, ask, onReplaced) };
}

const settle = () => new Promise((resolve) => setTimeout(resolve));

it('is kept by the worker that gave the page, until another one takes over', () => {
  const { container, isKept, onReplaced, ask } = watch('first', false);
  expect(isKept()).toBe(true);
  container.change('second');
  expect(isKept()).toBe(false);
  expect(onReplaced).toHaveBeenCalledOnce();
  expect(ask).not.toHaveBeenCalled();
});

it('is kept by the first one to take over, once it is known to keep the same version', async () => {
  const { container, isKept, onReplaced } = watch(null, false);
  expect(isKept()).toBe(false);
  container.change('first');
  expect(isKept()).toBe(false);
  await settle();
  expect(isKept()).toBe(true);
  expect(onReplaced).not.toHaveBeenCalled();
});

it('is replaced if the first one keeps another version', async () => {
  const { container, isKept, onReplaced } = watch(null, true);
  container.change('first');
  await settle();
  expect(isKept()).toBe(false);
  expect(onReplaced).toHaveBeenCalledOnce();
});

it('is not kept by one that takes over while the first is asked, nor by none', async () => {
  const { container, isKept, onReplaced } = watch(null, false);
  container.change('first');
  container.change('second');
  await settle();
  expect(isKept()).toBe(false);
  expect(onReplaced).toHaveBeenCalledOnce();

  const gone = watch('first', false);
  gone.container.change(null);
  expect(gone.isKept()).toBe(false);
  expect(gone.onReplaced).not.toHaveBeenCalled();
  expect(watchController(undefined, () => Promise.resolve(false), vi.fn())()).toBe(false);
});
