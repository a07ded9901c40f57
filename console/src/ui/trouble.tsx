import { Alert, Button } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { countdown } from '@/lib/dates';
import { Problem } from '@/lib/problem';
import { useNow } from '@/lib/use-now';

type TroubleProps = { error: Error; onRetry?: () => void; mt?: string };

/** An error in words, with what can be done about it. */
export function Trouble({ error, onRetry, mt }: TroubleProps) {
  const { t } = useTranslation();
  const { title, text } = useWords(error);
  return (
    <Alert color="brick" variant="light" icon={<IconAlertTriangle />} title={title} role="alert" mt={mt}>
      {text}
      {onRetry && (
        <div style={{ marginTop: '0.75rem' }}>
          <Button variant="default" size="xs" onClick={onRetry}>
            {t('common.retry')}
          </Button>
        </div>
      )}
    </Alert>
  );
}

function useWords(error: Error) {
  const { t } = useTranslation();
  const now = useNow(1000);
  if (!(error instanceof Problem)) return { title: t('trouble.unexpected'), text: t('trouble.unexpectedText') };
  if (error.status === 0) return { title: t('trouble.offline'), text: t('trouble.offlineText') };
  if (error.status === 429) return { title: t('trouble.tooMany'), text: t('trouble.retryIn', { wait: wait(error, now) }) };
  if (error.status >= 500) return { title: t('trouble.server'), text: t('trouble.serverText') };
  const title = error.title || t('trouble.refused');
  return { title, text: error.detail === title ? undefined : error.detail };
}

function wait(error: Problem, now: number) {
  return countdown((error.retryAt ?? now + 60_000) - now);
}
