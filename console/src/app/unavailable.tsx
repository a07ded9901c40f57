import { IconCompass, IconLock } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Problem } from '@/lib/problem';
import { Empty } from '@/ui/empty';
import { Page } from '@/ui/page';
import { Trouble } from '@/ui/trouble';
import { LinkButton } from '@/ui/links';

/** What stands in place of a page whose subject cannot be shown. */
export function unavailable(error: Error, retry: () => void) {
  if (error instanceof Problem && error.status === 404) return <NotFound />;
  if (error instanceof Problem && error.status === 403) return <Forbidden />;
  return <Failed error={error} onRetry={retry} />;
}

export function NotFound() {
  const { t } = useTranslation();
  return (
    <Page title={t('unavailable.notFound')}>
      <Empty
        icon={<IconCompass />}
        title={t('unavailable.notFoundTitle')}
        text={t('unavailable.notFoundText')}
        action={<HomeButton />}
      />
    </Page>
  );
}

export function Forbidden() {
  const { t } = useTranslation();
  return (
    <Page title={t('unavailable.forbidden')}>
      <Empty
        icon={<IconLock />}
        title={t('unavailable.forbiddenTitle')}
        text={t('unavailable.forbiddenText')}
        action={<HomeButton />}
      />
    </Page>
  );
}

function Failed({ error, onRetry }: { error: Error; onRetry: () => void }) {
  const { t } = useTranslation();
  return (
    <Page title={t('unavailable.failed')}>
      <Trouble error={error} onRetry={onRetry} />
    </Page>
  );
}

function HomeButton() {
  const { t } = useTranslation();
  return (
    <LinkButton to="/" variant="light">
      {t('unavailable.home')}
    </LinkButton>
  );
}
