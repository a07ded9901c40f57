import { Notifications } from '@mantine/notifications';
import { Outlet } from '@tanstack/react-router';

/** Notifications stand inside the router, because some of them carry links. */
export function Root() {
  return (
    <>
      <Notifications position="top-right" limit={4} />
      <Outlet />
    </>
  );
}
