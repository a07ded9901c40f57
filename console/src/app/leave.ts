import { endSession } from '@/api/session';
import { logOut } from '@/features/identity/sessions';

/** Out of this session, or out of the visited company. The door closes even when the API cannot be told. */
export async function leave() {
  await logOut().catch(() => undefined);
  endSession();
}
