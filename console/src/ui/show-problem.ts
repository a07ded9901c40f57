import { Problem } from '@/lib/problem';

type Errors = { setErrors: (errors: Record<string, string>) => void };

/** Puts what the API says of a field beside that field; the rest stays with the caller's `Trouble`. */
export function showProblem(form: Errors, error: Error) {
  if (error instanceof Problem) form.setErrors(error.fields);
}

/** The error as far as no field on the screen shows it. */
export function unplaced(error: Error | null, fields: readonly string[]) {
  if (!(error instanceof Problem)) return error;
  const named = Object.keys(error.fields);
  return named.length > 0 && named.every((name) => fields.includes(name)) ? null : error;
}
