import { useState } from 'react';

const KEPT_STEPS = 100;

type Steps<T> = { past: T[]; future: T[]; subject: string | null };

/** Undo and redo over a value that is kept elsewhere. Changes in a row to the same `subject` (a word being typed) are one step. */
export function useHistory<T>(present: T, write: (next: T) => void) {
  const [steps, setSteps] = useState<Steps<T>>({ past: [], future: [], subject: null });

  const change = (next: T, subject: string | null = null) => {
    const goesOn = subject !== null && subject === steps.subject;
    const past = goesOn ? steps.past : [...steps.past, present].slice(-KEPT_STEPS);
    setSteps({ past, future: [], subject });
    write(next);
  };
  const undo = () => {
    const before = steps.past.at(-1);
    if (before === undefined) return;
    setSteps({ past: steps.past.slice(0, -1), future: [present, ...steps.future], subject: null });
    write(before);
  };
  const redo = () => {
    const [after, ...future] = steps.future;
    if (after === undefined) return;
    setSteps({ past: [...steps.past, present], future, subject: null });
    write(after);
  };
  const forget = () => setSteps({ past: [], future: [], subject: null });

  return { change, undo, redo, forget, canUndo: steps.past.length > 0, canRedo: steps.future.length > 0 };
}
