import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import '@/ui/tokens.css';
import '@/ui/touch.css';
import { RouterProvider } from '@tanstack/react-router';
import { createRoot } from 'react-dom/client';
import { connect } from '@/api/client';
import { loadConfig } from '@/api/config';
import { newQueryClient } from '@/api/queries';
import { startSession } from '@/api/session';
import { startI18n } from '@/lib/i18n';
import { Providers } from './providers';
import { newRouter } from './router';
import { followSession } from './session-changes';

// A chunk of an older build is gone after a deployment; the page of the new build knows its own.
addEventListener('vite:preloadError', () => location.reload());

const [{ api }] = await Promise.all([loadConfig(), startI18n()]);
connect(api);
startSession(api);

const queries = newQueryClient();
const router = newRouter(queries);
followSession(router, queries);

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <Providers queries={queries}>
      <RouterProvider router={router} />
    </Providers>,
  );
}
