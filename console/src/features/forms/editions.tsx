import { Skeleton, Text } from '@mantine/core';
import type { TFunction } from 'i18next';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Moment } from '@/ui/moment';
import { Trouble } from '@/ui/trouble';
import { editionsQuery, type Changed } from './forms';
import classes from './form-page.module.css';

/** What visitors saw, version by version, and what still waits to be published. */
export function Editions({ formId }: { formId: string }) {
  const { t } = useTranslation();
  const editions = useQuery(editionsQuery(formId));
  if (editions.error && !editions.data) return <Trouble error={editions.error} onRetry={() => void editions.refetch()} />;
  if (!editions.data) return <Skeleton height={120} radius="md" role="status" aria-label={t('common.loading')} />;
  const { items, unpublished } = editions.data;
  return (
    <ol className={classes.fields} aria-label={t('builder.editions')}>
      {unpublished && items.length > 0 && (
        <li>
          <strong>{t('builder.unpublished')}</strong>
          <Changes changed={unpublished} />
        </li>
      )}
      {items.map((edition) => (
        <li key={edition.number}>
          <div className={classes.name}>
            <strong>{t('builder.edition', { number: edition.number })}</strong>
            <Text size="sm" c="dimmed" span>
              <Moment at={edition.published_at} exact />
            </Text>
          </div>
          {edition.changed ? (
            <Changes changed={edition.changed} />
          ) : (
            <Text size="sm" c="dimmed" mt={2}>
              {t('builder.firstEdition')}
            </Text>
          )}
        </li>
      ))}
      {items.length === 0 && <li>{t('builder.neverPublished')}</li>}
    </ol>
  );
}

function Changes({ changed }: { changed: Changed }) {
  const { t } = useTranslation();
  const lines = told(changed, t);
  return (
    <Text size="sm" c="dimmed" mt={2}>
      {lines.length > 0 ? lines.join(' · ') : t('builder.nothingChanged')}
    </Text>
  );
}

function told({ added, removed, altered, settings, moved }: Changed, t: TFunction) {
  const setting = (name: string) => t(`builder.settings.${name as 'name'}`, name);
  return [
    added.length > 0 && t('builder.added', { fields: added.join(', ') }),
    removed.length > 0 && t('builder.removed', { fields: removed.join(', ') }),
    altered.length > 0 && t('builder.altered', { fields: altered.join(', ') }),
    moved && t('builder.moved'),
    settings.length > 0 && t('builder.settingsChanged', { settings: settings.map(setting).join(', ') }),
  ].filter((line): line is string => typeof line === 'string');
}
